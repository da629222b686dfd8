internal import Foundation

/// Quantiles of what a measurement of one figure would show: runs of one server differ, and so do settings that no
/// point names.
public struct PredictionInterval: Codable, Sendable, Hashable {
  public var p05: Double
  public var p10: Double
  public var p50: Double
  public var p90: Double
  public var p95: Double

  public init(p05: Double, p10: Double, p50: Double, p90: Double, p95: Double) {
    self.p05 = p05
    self.p10 = p10
    self.p50 = p50
    self.p90 = p90
    self.p95 = p95
  }

  /// The figure that a share of measurements stays below.
  ///
  /// Between the kept quantiles the logarithm is linear in the normal score; beyond them it goes on with the slope
  /// of the outermost pair, so a share near 0 or 1 is an extrapolation.
  /// - Parameter share: above 0 and below 1.
  public func quantile(_ share: Double) -> Double { quantile(score: NormalScore.score(share)) }

  /// The same for a share given by its normal score, for callers that ask of many points.
  public func quantile(score: Double) -> Double {
    let figures = [p05, p10, p50, p90, p95]
    let upper = NormalScore.kept.dropFirst().firstIndex { score <= $0 } ?? figures.count - 1
    let low = NormalScore.kept[upper - 1]
    let part = (score - low) / (NormalScore.kept[upper] - low)
    // Answers of one token have no time per output token.
    guard figures[upper - 1] > 0 else { return 0 }
    return figures[upper - 1] * pow(figures[upper] / figures[upper - 1], part)
  }
}

/// Whether measured servers stand behind a prediction.
public enum CalibrationLevel: UInt8, CaseIterable, Codable, Sendable, Comparable {
  /// Measured rows of the same engine, system, model, precision and mode took part in the fit.
  case calibrated = 0
  /// Only rows of relatives did: the same engine on another system, with another model, …
  case transferred = 1
  /// No measured row stands behind it.
  case uncalibrated = 2

  public static func < (left: CalibrationLevel, right: CalibrationLevel) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The word shown in tables and stored in exports.
  public var name: String { String(describing: self) }

  public init?(name: String) {
    guard let match = CalibrationLevel.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// How far a measurement of a predicted point may be from the prediction.
public struct PredictionIntervals: Codable, Sendable, Hashable {
  /// Of the mean time to first token, milliseconds.
  public var ttftMs: PredictionInterval
  /// Of the mean time per output token, milliseconds.
  public var tpotMs: PredictionInterval
  public var level: CalibrationLevel

  public init(ttftMs: PredictionInterval, tpotMs: PredictionInterval, level: CalibrationLevel) {
    self.ttftMs = ttftMs
    self.tpotMs = tpotMs
    self.level = level
  }
}
