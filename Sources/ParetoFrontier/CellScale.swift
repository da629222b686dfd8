/// A rising map of numbers to cells of equal width: of two numbers in different cells the larger has the higher cell.
struct CellScale {
  private let low: Double
  private let factor: Double
  private let last: Int

  /// Nil where the numbers leave nothing to tell apart, or too much for a double.
  /// - Parameter values: finite.
  init?(cells: Int, _ values: some Sequence<Double>) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values {
      low = value < low ? value : low
      high = value > high ? value : high
    }
    self.init(cells: cells, low: low, high: high)
  }

  init?(cells: Int, low: Double, high: Double) {
    factor = Double(cells) / (high - low)
    self.low = low
    last = cells - 1
    guard high > low, (high - low).isFinite, factor.isFinite, factor > 0 else { return nil }
  }

  /// The cell of a number between the ends of those that made the scale.
  @inline(__always)
  func cell(_ value: Double) -> Int { min(last, Int((value - low) * factor)) }
}
