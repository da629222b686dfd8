/// Drops most dominated points of a plane in two passes, before anything is sorted.
///
/// Cells along the first axis hold their best second coordinate. A point is dominated where a cell beyond its own holds
/// one at least as good.
struct LineSieve {
  /// The cells stay within the first cache.
  private static let cells = 2048
  /// Below this sorting costs less than the cells.
  private static let worthwhile = 4096

  let x: [Double]
  let y: [Double]
  let xDirection: Direction
  let yDirection: Direction

  /// Calls `body` with index and oriented first coordinate of at least the whole front, in input order.
  /// - Complexity: O(n).
  @inline(__always)
  func forEachSurvivor(_ body: (Int, Double) -> Void) {
    x.withUnsafeBufferPointer { xs in
      y.withUnsafeBufferPointer { ys in
        let scale = xs.count < Self.worthwhile ? nil : scale(xs, ys)
        guard let scale else {
          forEachFinite(xs, ys) { index, first, _ in body(index, first) }
          return
        }
        let beyond = bestBeyond(scale, xs, ys)
        forEachFinite(xs, ys) { index, first, second in
          if second > beyond[scale.cell(first)] { body(index, first) }
        }
      }
    }
  }

  /// For each cell the best second coordinate of those beyond it.
  private func bestBeyond(
    _ scale: CellScale, _ xs: UnsafeBufferPointer<Double>, _ ys: UnsafeBufferPointer<Double>
  ) -> [Double] {
    var best = [Double](repeating: -.infinity, count: Self.cells)
    best.withUnsafeMutableBufferPointer { best in
      forEachFinite(xs, ys) { _, first, second in
        let cell = scale.cell(first)
        if second > best[cell] { best[cell] = second }
      }
    }
    var highest = -Double.infinity
    for cell in best.indices.reversed() {
      let own = best[cell]
      best[cell] = highest
      highest = max(highest, own)
    }
    return best
  }

  private func scale(
    _ xs: UnsafeBufferPointer<Double>, _ ys: UnsafeBufferPointer<Double>
  ) -> CellScale? {
    var low = Double.infinity
    var high = -Double.infinity
    forEachFinite(xs, ys) { _, first, _ in
      low = first < low ? first : low
      high = first > high ? first : high
    }
    return CellScale(cells: Self.cells, low: low, high: high)
  }

  /// Oriented coordinates of the points that may be on a frontier.
  @inline(__always)
  private func forEachFinite(
    _ xs: UnsafeBufferPointer<Double>, _ ys: UnsafeBufferPointer<Double>,
    _ body: (Int, Double, Double) -> Void
  ) {
    for index in xs.indices {
      let first = xDirection.oriented(xs[index])
      let second = yDirection.oriented(ys[index])
      if first.isFinite && second.isFinite { body(index, first, second) }
    }
  }
}
