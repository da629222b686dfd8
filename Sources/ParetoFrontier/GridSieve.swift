/// Drops most dominated points of three columns in two passes, before anything is sorted.
///
/// A grid over the first two axes holds the best third coordinate of each cell. A point is dominated where a cell
/// that lies beyond its own on both axes holds one at least as good on the third: such a point is better on two axes.
enum GridSieve {
  /// Cells on each axis. Many points fill a grid that stays within the second cache, fewer would pay for empty cells.
  private static func side(for count: Int) -> Int { count < 100_000 ? 64 : 256 }
  /// Below this sorting costs less than the grid.
  private static let worthwhile = 8192

  /// Points that no cell dominates, in input order; at least the whole front.
  /// - Parameters:
  ///   - columns: three columns to maximise.
  ///   - candidates: finite points of the columns.
  /// - Complexity: O(n) and the grid.
  static func survivors(_ columns: [[Double]], of candidates: [UInt32]) -> [UInt32] {
    let side = side(for: candidates.count)
    guard candidates.count >= worthwhile,
      let across = CellScale(cells: side, candidates.lazy.map { columns[0][Int($0)] }),
      let along = CellScale(cells: side, candidates.lazy.map { columns[1][Int($0)] })
    else { return candidates }
    return columns[0].withUnsafeBufferPointer { a in
      columns[1].withUnsafeBufferPointer { b in
        columns[2].withUnsafeBufferPointer { c in
          var best = [Double](repeating: -.infinity, count: side * side)
          var cells = [UInt16](repeating: 0, count: candidates.count)
          for (place, point) in candidates.enumerated() {
            let cell = across.cell(a[Int(point)]) &* side &+ along.cell(b[Int(point)])
            cells[place] = UInt16(truncatingIfNeeded: cell)
            best[cell] = max(best[cell], c[Int(point)])
          }
          let beyond = bestBeyond(best, side)
          var kept: [UInt32] = []
          for (place, point) in candidates.enumerated() where c[Int(point)] > beyond[Int(cells[place])] {
            kept.append(point)
          }
          return kept
        }
      }
    }
  }

  /// For each cell the best value of those with a larger row and a larger column.
  private static func bestBeyond(_ best: [Double], _ side: Int) -> [Double] {
    var beyond = [Double](repeating: -.infinity, count: side * side)
    for row in stride(from: side - 2, through: 0, by: -1) {
      for column in stride(from: side - 2, through: 0, by: -1) {
        let cell = row * side + column
        // What lies beyond a neighbour lies beyond this cell, and so does the neighbour across the corner.
        beyond[cell] = max(
          best[cell + side + 1], max(beyond[cell + side], max(beyond[cell + 1], beyond[cell + side + 1])))
      }
    }
    return beyond
  }
}
