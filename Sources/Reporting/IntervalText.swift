internal import ParetoFrontier
internal import ServingModel

/// Intervals as a reader sees them.
enum IntervalText {
  /// Both ends, to two digits or all whole ones: `74–98`.
  static func ends(_ interval: Interval90, unicode: Bool = true) -> String {
    let dash = unicode ? "–" : "-"
    return "\(Figure.text(interval.low, digits: 2))\(dash)\(Figure.text(interval.high, digits: 2))"
  }

  /// Beside an interval that no measured server of its kind stands behind.
  static func mark(_ level: CalibrationLevel) -> String {
    switch level {
    case .calibrated: ""
    case .transferred: "~"
    case .uncalibrated: "?"
    }
  }

  /// What an interval is, for captions.
  static let meaning =
    "where 90 of 100 real measurements would lie, from their 5th to their 95th percentile"

  static func meaning(_ level: CalibrationLevel) -> String {
    switch level {
    case .calibrated: "measured servers of its engine, GPU type, model, formats and mode are in the fit"
    case .transferred: "only relatives of it were measured"
    case .uncalibrated: "no measured server stands behind it"
    }
  }
}
