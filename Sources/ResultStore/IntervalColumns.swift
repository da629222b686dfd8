internal import ServingModel

/// The columns of `measurements` that hold what a real measurement would show.
enum IntervalColumns {
  /// Without the means, as ``read(_:from:)`` takes them.
  static let names =
    "calibration, ttft_p05, ttft_p10, ttft_p50, ttft_p90, ttft_p95, "
    + "tpot_p05, tpot_p10, tpot_p50, tpot_p90, tpot_p95"
  static let count: Int32 = 11

  /// Binds intervals, or NULL for each column where there are none.
  static func bind(_ intervals: PredictionIntervals?, to row: BoundStatement, from position: Int32) {
    guard let intervals else {
      for column in 0..<count { row.bindNull(position + column) }
      return
    }
    row.bind(position, Int64(intervals.level.rawValue))
    bind(intervals.ttftMs, to: row, from: position + 1)
    bind(intervals.tpotMs, to: row, from: position + 6)
  }

  private static func bind(_ interval: PredictionInterval, to row: BoundStatement, from position: Int32) {
    row.bind(position, interval.p05)
    row.bind(position + 1, interval.p10)
    row.bind(position + 2, interval.p50)
    row.bind(position + 3, interval.p90)
    row.bind(position + 4, interval.p95)
  }

  /// Intervals from consecutive columns of a result; none where the level is NULL or of a newer program.
  static func read(_ row: BoundStatement, from column: Int32) -> PredictionIntervals? {
    guard !row.isNull(column),
      let level = CalibrationLevel(rawValue: UInt8(truncatingIfNeeded: row.int64(column)))
    else { return nil }
    return PredictionIntervals(
      ttftMs: interval(row, from: column + 1), tpotMs: interval(row, from: column + 6), level: level)
  }

  private static func interval(_ row: BoundStatement, from column: Int32) -> PredictionInterval {
    PredictionInterval(
      p05: row.double(column), p10: row.double(column + 1), p50: row.double(column + 2),
      p90: row.double(column + 3), p95: row.double(column + 4))
  }
}
