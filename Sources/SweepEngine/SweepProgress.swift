public import ServingModel

/// How far a sweep is.
public struct SweepProgress: Sendable, Hashable {
  /// Points measured since the sweep was started or resumed.
  public var measured = 0
  /// Points found in the store: measured by other runs, or by this one before it was interrupted.
  public var reused = 0
  /// Points that could not be measured.
  public var failed = 0
  /// Candidates that no rule allows, by rule.
  public var rejected: [Rejection.Rule: Int] = [:]
  /// Candidates that repeat a point of the same sweep, where that is seen.
  public var repeated = 0
  /// Candidates in all, rejected ones included; nil where it is not known before the end.
  public var total: Int?
  /// Points measured per second over the last seconds.
  public var pointsPerSecond = 0.0
  /// Since the sweep was started or resumed, seconds.
  public var elapsedSeconds = 0.0
  /// Seconds to the end at the present rate; nil where it cannot be known.
  public var remainingSeconds: Double?

  public init() {}

  /// Points with a result.
  public var points: Int { measured + reused + failed }
  public var rejectedCount: Int { rejected.values.reduce(0, +) }
  /// Candidates dealt with.
  public var candidates: Int { points + rejectedCount + repeated }

  /// Share of the candidates dealt with, 0 to 1; nil where the total is not known.
  public var fraction: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, Double(candidates) / Double(total))
  }
}

/// Rates over a sliding window: what was dealt with in the last seconds, not since the beginning, so that
/// the time left follows a space whose points grow slower.
struct RateWindow: Sendable {
  private struct Sample: Sendable {
    var time: Double
    var measured: Int
    var candidates: Int
  }

  private var samples: [Sample] = []
  private let seconds: Double

  init(seconds: Double = 10) { self.seconds = seconds }

  /// Adds the counts at a time and fills the rates of `progress`.
  mutating func update(_ progress: inout SweepProgress) {
    let now = progress.elapsedSeconds
    samples.append(Sample(time: now, measured: progress.measured, candidates: progress.candidates))
    // One sample older than the window stays, so that the window is always covered.
    while samples.count > 2, samples[1].time <= now - seconds { samples.removeFirst() }
    guard let first = samples.first, now > first.time else { return }
    let span = now - first.time
    progress.pointsPerSecond = Double(progress.measured - first.measured) / span
    let rate = Double(progress.candidates - first.candidates) / span
    if let total = progress.total, rate > 0 {
      progress.remainingSeconds = Double(max(0, total - progress.candidates)) / rate
    }
  }
}
