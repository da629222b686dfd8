/// A coarse picture of a growing front, which tells in a few nanoseconds that most points are dominated.
///
/// Cells along the first axis hold the best second coordinate of the entries beyond them. A picture stays true when it
/// is old: what an entry dominates is dominated by whatever has taken the entry's place.
struct FrontCeiling: Sendable {
  private static let cells = 1024

  private var scale: CellScale?
  private var low = Double.infinity
  private var high = -Double.infinity
  /// By cell: the best second coordinate of the cells after it.
  private var beyond: [Double] = []

  /// Whether the pictured front holds a point that is better on the first axis and as good on the second. False says
  /// nothing. - Complexity: O(1).
  @inline(__always)
  func covers(_ x: Double, _ y: Double) -> Bool {
    guard x < high, let scale else { return false }
    return y <= beyond[x > low ? scale.cell(x) : 0]
  }

  /// Pictures a front. - Complexity: O(front).
  mutating func picture(_ front: [StreamingFront.Entry]) {
    guard let first = front.first, let last = front.last else { return }
    (low, high) = (first.x, last.x)
    scale = CellScale(cells: Self.cells, low: low, high: high)
    guard let scale else { return }
    beyond = [Double](repeating: -.infinity, count: Self.cells)
    for entry in front {
      let cell = scale.cell(entry.x)
      beyond[cell] = max(beyond[cell], entry.y)
    }
    var highest = -Double.infinity
    for cell in beyond.indices.reversed() {
      let own = beyond[cell]
      beyond[cell] = highest
      highest = max(highest, own)
    }
  }
}
