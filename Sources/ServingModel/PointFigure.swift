/// A figure of a measurement that axes and limits speak of, or that bounds of them are made from.
///
/// Raw values number the columns of the store: a new case goes to the end, and none is ever given another number.
public enum PointFigure: UInt8, CaseIterable, Sendable, Hashable, Comparable {
  case gpus
  case confidence
  /// Level of the intervals; ``withoutIntervals`` where there are none.
  case calibration
  case tpsUser
  case e2eTpsUser
  case outputTps
  case inputTps
  case ttftMean
  case ttftP50
  case ttftP90
  case ttftP95
  case ttftP99
  case tpotMean
  case tpotP50
  case tpotP90
  case tpotP95
  case tpotP99
  case e2eMean
  /// The upper half of the intervals: limits are kept in more than half of real measurements, never in fewer.
  case ttftInterval50
  case ttftInterval90
  case ttftInterval95
  case tpotInterval50
  case tpotInterval90
  case tpotInterval95

  public static let withoutIntervals = -1.0

  /// Whether it is always a whole number.
  public var isWhole: Bool { self <= .calibration }

  public static func < (left: PointFigure, right: PointFigure) -> Bool { left.rawValue < right.rawValue }
}

extension Measurement {
  /// One figure, as a number. Figures of intervals are not a number where there are none, and setting them then does
  /// nothing: set ``PointFigure/calibration`` first.
  public subscript(figure: PointFigure) -> Double {
    get {
      switch figure {
      case .gpus: Double(gpus)
      case .confidence: Double(confidence.rawValue)
      case .calibration: intervals.map { Double($0.level.rawValue) } ?? PointFigure.withoutIntervals
      case .tpsUser: tpsUser
      case .e2eTpsUser: e2eTpsUser
      case .outputTps: outputTokensPerSecond
      case .inputTps: inputTokensPerSecond
      case .ttftMean: ttftMs.mean
      case .ttftP50: ttftMs.p50
      case .ttftP90: ttftMs.p90
      case .ttftP95: ttftMs.p95
      case .ttftP99: ttftMs.p99
      case .tpotMean: tpotMs.mean
      case .tpotP50: tpotMs.p50
      case .tpotP90: tpotMs.p90
      case .tpotP95: tpotMs.p95
      case .tpotP99: tpotMs.p99
      case .e2eMean: e2eMs.mean
      case .ttftInterval50: intervals?.ttftMs.p50 ?? .nan
      case .ttftInterval90: intervals?.ttftMs.p90 ?? .nan
      case .ttftInterval95: intervals?.ttftMs.p95 ?? .nan
      case .tpotInterval50: intervals?.tpotMs.p50 ?? .nan
      case .tpotInterval90: intervals?.tpotMs.p90 ?? .nan
      case .tpotInterval95: intervals?.tpotMs.p95 ?? .nan
      }
    }
    set {
      switch figure {
      case .gpus: gpus = Int(newValue)
      case .confidence: confidence = Confidence(rawValue: UInt8(newValue)) ?? .roofline
      case .calibration: intervals = .unknown(level: newValue)
      case .tpsUser: tpsUser = newValue
      case .e2eTpsUser: e2eTpsUser = newValue
      case .outputTps: outputTokensPerSecond = newValue
      case .inputTps: inputTokensPerSecond = newValue
      case .ttftMean: ttftMs.mean = newValue
      case .ttftP50: ttftMs.p50 = newValue
      case .ttftP90: ttftMs.p90 = newValue
      case .ttftP95: ttftMs.p95 = newValue
      case .ttftP99: ttftMs.p99 = newValue
      case .tpotMean: tpotMs.mean = newValue
      case .tpotP50: tpotMs.p50 = newValue
      case .tpotP90: tpotMs.p90 = newValue
      case .tpotP95: tpotMs.p95 = newValue
      case .tpotP99: tpotMs.p99 = newValue
      case .e2eMean: e2eMs.mean = newValue
      case .ttftInterval50: intervals?.ttftMs.p50 = newValue
      case .ttftInterval90: intervals?.ttftMs.p90 = newValue
      case .ttftInterval95: intervals?.ttftMs.p95 = newValue
      case .tpotInterval50: intervals?.tpotMs.p50 = newValue
      case .tpotInterval90: intervals?.tpotMs.p90 = newValue
      case .tpotInterval95: intervals?.tpotMs.p95 = newValue
      }
    }
  }
}

extension PredictionIntervals {
  /// Intervals of a level whose quantiles are still to come; none for a level that there is not.
  fileprivate static func unknown(level: Double) -> PredictionIntervals? {
    guard level >= 0, let level = CalibrationLevel(rawValue: UInt8(level)) else { return nil }
    let unknown = PredictionInterval(p05: .nan, p10: .nan, p50: .nan, p90: .nan, p95: .nan)
    return PredictionIntervals(ttftMs: unknown, tpotMs: unknown, level: level)
  }
}
