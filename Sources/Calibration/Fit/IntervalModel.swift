internal import Foundation
internal import ServingModel

/// How far measurements are from predictions: conformal quantiles of what held-out rows left, over the size that their
/// relatives leave.
struct IntervalModel: Sendable {
  /// What stands behind a prediction; each is at least as wide as the ones before.
  enum Standing: String, CaseIterable, Codable, Sendable, Comparable {
    /// Rows of its group and engine version.
    case known
    /// Rows of its group; the version is not told or was not seen.
    case version
    /// Rows of its model, on other engines or systems.
    case group
    /// Rows of other models alone.
    case model

    static func < (left: Self, right: Self) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// Quantiles of one figure for one engine, in units of the expected size.
  struct Quantiles: Codable, Sendable, Hashable {
    var p05: Double
    var p10: Double
    var p50: Double
    var p90: Double
    var p95: Double

    /// - Parameter values: at least one.
    init(_ values: [Double]) {
      let sorted = values.sorted()
      // Of n held-out values and a new one, each is the k-th with the same chance.
      func at(_ share: Double) -> Double {
        let rank = share * Double(sorted.count + 1) - 1
        let low = min(max(Int(rank.rounded(.down)), 0), sorted.count - 1)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (sorted[high] - sorted[low]) * min(max(rank - Double(low), 0), 1)
      }
      p05 = at(0.05)
      p10 = at(0.10)
      p50 = at(0.50)
      p90 = at(0.90)
      p95 = at(0.95)
    }

    var areSorted: Bool { p05 <= p10 && p10 <= p50 && p50 <= p90 && p90 <= p95 }

    mutating func widen(by other: Quantiles) {
      p05 = min(p05, other.p05)
      p10 = min(p10, other.p10)
      p90 = max(p90, other.p90)
      p95 = max(p95, other.p95)
    }
  }

  struct Place: Hashable, Sendable {
    var standing: Standing
    /// None for all engines together.
    var engine: Engine?
    var metric: CalibratedMetric
  }

  var quantiles: [Place: Quantiles]
  /// Times the width, for tables that had to extrapolate and for rooflines; at least 1.
  var widening: [Confidence: Double]

  /// Rows of an engine from which it has quantiles of its own.
  static let fewest = 60

  /// One held-out figure over the size that was expected of it.
  struct Scaled: Sendable {
    var engine: Engine
    var metric: CalibratedMetric
    var confidence: Confidence
    var value: Double
  }

  init(quantiles: [Place: Quantiles], widening: [Confidence: Double]) {
    self.quantiles = quantiles
    self.widening = widening
  }

  init(_ scaled: [Standing: [Scaled]]) {
    widening = Self.widening(scaled[.known] ?? [])
    quantiles = [:]
    for metric in CalibratedMetric.allCases {
      for engine in [nil] + Engine.allCases.map(Optional.some) {
        fill(metric, engine, scaled)
      }
    }
  }

  /// Quantiles of an engine where it has rows enough, else those of all engines, widened where need be so that they
  /// hold what ``interval(_:size:metric:standing:engine:confidence:)`` says of the standings before.
  private mutating func fill(
    _ metric: CalibratedMetric, _ engine: Engine?, _ scaled: [Standing: [Scaled]]
  ) {
    var narrower: Quantiles?
    for standing in Standing.allCases {
      let values = (scaled[standing] ?? []).filter {
        $0.metric == metric && (engine == nil || $0.engine == engine)
      }.map { $0.value / (widening[$0.confidence] ?? 1) }
      let all = quantiles[Place(standing: standing, engine: nil, metric: metric)]
      let isEnough = values.count >= (engine == nil ? 1 : Self.fewest)
      guard var own = isEnough ? Quantiles(values) : all else { continue }
      if let narrower { own.widen(by: narrower) }
      narrower = own
      if own != all { quantiles[Place(standing: standing, engine: engine, metric: metric)] = own }
    }
  }

  /// Even where relatives say nothing of it: beyond the tables less is known than within.
  private static let leastWidening: [Confidence: Double] = [.extrapolated: 1.1, .roofline: 1.3]

  /// How much wider the central 90 % of rows is whose kernels were extrapolated, or come from rooflines.
  private static func widening(_ scaled: [Scaled]) -> [Confidence: Double] {
    func size(_ isKept: (Confidence) -> Bool) -> Double? {
      let sizes = scaled.filter { isKept($0.confidence) }.map { abs($0.value) }.sorted()
      return sizes.count >= fewest ? ErrorSummary.quantile(sizes, 0.9) : nil
    }
    guard let usual = size({ $0 <= .interpolated }), usual > 0 else { return leastWidening }
    let seen = (size { $0 >= .extrapolated } ?? usual) / usual
    return leastWidening.mapValues { max($0, seen) }
  }

  /// Intervals of both figures, milliseconds; none where no held-out row tells.
  /// - Parameter sizes: expected sizes of what a measurement leaves of the logarithms.
  func intervals(
    ttftMs: Double, tpotMs: Double, sizes: Corrections, standing: Standing, engine: Engine,
    confidence: Confidence
  ) -> PredictionIntervals? {
    func interval(_ predicted: Double, _ metric: CalibratedMetric) -> PredictionInterval? {
      self.interval(
        predicted, size: sizes[metric], metric: metric, standing: standing, engine: engine,
        confidence: confidence)
    }
    guard let ttft = interval(ttftMs, .ttft), let tpot = interval(tpotMs, .tpot) else { return nil }
    let level: CalibrationLevel = standing <= .version ? .calibrated : .transferred
    return PredictionIntervals(ttftMs: ttft, tpotMs: tpot, level: level)
  }

  /// Interval of a figure, milliseconds.
  /// - Parameters:
  ///   - predicted: the corrected figure, milliseconds.
  ///   - size: expected size of what a measurement leaves of its logarithm.
  func interval(
    _ predicted: Double, size: Double, metric: CalibratedMetric, standing: Standing, engine: Engine,
    confidence: Confidence
  ) -> PredictionInterval? {
    let own = quantiles[Place(standing: standing, engine: engine, metric: metric)]
    guard let table = own ?? quantiles[Place(standing: standing, engine: nil, metric: metric)] else {
      return nil
    }
    let unit = size * (widening[confidence] ?? 1)
    func at(_ quantile: Double) -> Double { predicted * exp(min(max(unit * quantile, -5), 5)) }
    return PredictionInterval(
      p05: at(table.p05), p10: at(table.p10), p50: at(table.p50), p90: at(table.p90), p95: at(table.p95))
  }
}
