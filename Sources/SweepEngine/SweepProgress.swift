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
  /// Places passed that are no candidates, as they repeat another one under an axis that does not exist there.
  public var absent = 0
  /// Places estimated so far, while nothing is measured yet; see ``ScreenedSource``.
  public var estimated: Int?
  /// Places in all, rejected and absent ones included; nil where it is not known before the end.
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

  /// Places dealt with.
  public var places: Int { candidates + absent }
  /// Candidates in all as far as is known: at most so many until the end.
  var totalCandidates: Int? { total.map { $0 - absent } }

  /// Share of the places dealt with, 0 to 1; nil where the total is not known.
  public var fraction: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, Double(estimated ?? places) / Double(total))
  }

  /// Points in all: those dealt with, and of the places to come as many as of those before; nil where the
  /// total is not known or nothing can be said yet.
  public var expectedPoints: Int? {
    guard let total, places > 0 else { return nil }
    let share = Double(points) / Double(places)
    return points + Int((Double(max(0, total - places)) * share).rounded())
  }

  /// Nothing is left: a sampled search may end before the total.
  mutating func end() {
    if total != nil { total = places }
  }
}

/// Rates over a sliding window: what was dealt with in the last seconds, not since the beginning, so that
/// the time left follows a space whose points grow slower.
///
/// A resumed sweep first goes through what it has stored, much faster than it goes on from there: that time
/// says nothing of what is left, so none is told until then.
struct RateWindow: Sendable {
  private struct Sample: Sendable {
    var time: Double
    var measured: Int
    var places: Int
  }

  private var samples: [Sample] = []
  private let seconds: Double
  private let caughtUpAt: Int
  private var isCaughtUp: Bool

  /// - Parameter caughtUpAt: candidates that a resumed run had dealt with.
  init(seconds: Double = 10, caughtUpAt: Int = 0) {
    self.seconds = seconds
    self.caughtUpAt = caughtUpAt
    isCaughtUp = caughtUpAt == 0
  }

  /// Adds the counts at a time and fills the rates of `progress`.
  mutating func update(_ progress: inout SweepProgress) {
    let now = progress.elapsedSeconds
    if !isCaughtUp {
      // The first sample behind what was stored is the first that counts.
      isCaughtUp = progress.candidates > caughtUpAt
      samples.removeAll(keepingCapacity: true)
    }
    samples.append(Sample(time: now, measured: progress.measured, places: progress.places))
    // One sample older than the window stays, so that the window is always covered.
    while samples.count > 2, samples[1].time <= now - seconds { samples.removeFirst() }
    guard let first = samples.first, now > first.time else { return }
    let span = now - first.time
    progress.pointsPerSecond = Double(progress.measured - first.measured) / span
    let rate = Double(progress.places - first.places) / span
    if let total = progress.total, rate > 0 {
      progress.remainingSeconds = Double(max(0, total - progress.places)) / rate
    }
  }
}
