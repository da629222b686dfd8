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
  /// Changes of the front until it is pictured anew. They double, so that pictures cost O(1) for each change.
  private var changesLeft = 64
  private var changesApart = 64

  /// Whether the pictured front holds a point that is better on the first axis and as good on the second. False says
  /// nothing. - Complexity: O(1).
  @inline(__always)
  func covers(_ u: Double, _ v: Double) -> Bool {
    guard u < high, let scale else { return false }
    return v <= beyond[u > low ? scale.cell(u) : 0]
  }

  /// Notes a change of the front. - Complexity: O(1), amortised.
  @inline(__always)
  mutating func noteChange(of stairs: BlockedStaircase) {
    changesLeft -= 1
    if changesLeft == 0 { picture(stairs) }
  }

  @inline(never)
  private mutating func picture(_ stairs: BlockedStaircase) {
    changesApart = max(changesApart, min(2 * changesApart, stairs.count))
    changesLeft = changesApart
    (low, high) = (.infinity, -.infinity)
    stairs.forEach { u, _, _ in
      low = min(low, u)
      high = max(high, u)
    }
    scale = CellScale(cells: Self.cells, low: low, high: high)
    guard let scale else { return }
    beyond = [Double](repeating: -.infinity, count: Self.cells)
    stairs.forEach { u, v, _ in
      let cell = scale.cell(u)
      beyond[cell] = max(beyond[cell], v)
    }
    var highest = -Double.infinity
    for cell in beyond.indices.reversed() {
      let own = beyond[cell]
      beyond[cell] = highest
      highest = max(highest, own)
    }
  }
}
