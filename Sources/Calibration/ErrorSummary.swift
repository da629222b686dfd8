/// Relative errors of predictions against measurements.
public struct ErrorSummary: Sendable, Hashable {
  public var count: Int
  /// Mean of |predicted / measured - 1|.
  public var mean: Double
  /// Median of |predicted / measured - 1|.
  public var median: Double
  public var p90: Double
  /// Median of predicted / measured - 1: above 0 where predictions are too large.
  public var bias: Double

  /// - Parameter ratios: predicted / measured.
  public init(ratios: [Double]) {
    count = ratios.count
    let errors = ratios.map { abs($0 - 1) }.sorted()
    mean = errors.isEmpty ? .nan : errors.reduce(0, +) / Double(errors.count)
    median = Self.quantile(errors, 0.5)
    p90 = Self.quantile(errors, 0.9)
    bias = Self.quantile(ratios.sorted(), 0.5) - 1
  }

  /// By linear interpolation between closest ranks; not a number for none.
  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let position = share * Double(last)
    let low = Int(position)
    guard low < last else { return sorted[last] }
    return sorted[low] + (sorted[low + 1] - sorted[low]) * (position - Double(low))
  }
}
