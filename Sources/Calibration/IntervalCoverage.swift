internal import ServingModel

/// How often measurements lie within the predicted 90 % interval, and how wide that is.
public struct IntervalCoverage: Sendable, Hashable {
  /// Rows that have an interval; the others count nowhere below.
  public var count: Int
  /// Share of them whose measured figure lies within [p05, p95]; not a number for none. 0.9 is honest.
  public var share: Double
  /// Median of p95 / p05; not a number for none.
  public var medianWidth: Double

  init(_ rows: [(measured: Double, interval: PredictionInterval)]) {
    count = rows.count
    let inside = rows.count { $0.interval.p05 <= $0.measured && $0.measured <= $0.interval.p95 }
    share = rows.isEmpty ? .nan : Double(inside) / Double(rows.count)
    medianWidth = ErrorSummary.quantile(rows.map { $0.interval.p95 / $0.interval.p05 }.sorted(), 0.5)
  }
}
