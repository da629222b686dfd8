/// A front under construction: first axis rising, second axis falling, both maximised.
struct Staircase {
  private(set) var xs: [Double] = []
  private(set) var ys: [Double] = []
  private(set) var indices: [UInt32] = []
  /// Entries that insertions may still move before streaming stops paying. Negative: spent.
  private(set) var moveBudget: Int

  init(moveBudget: Int) { self.moveBudget = moveBudget }

  var count: Int { xs.count }

  /// Adds a point unless one that is at least as good on both axes is there, and removes those that it
  /// dominates.
  /// - Returns: whether the point was added.
  @inline(__always) @discardableResult
  mutating func insert(_ x: Double, _ y: Double, index: UInt32) -> Bool {
    let place = lowerBound(x)
    if place < xs.count && ys[place] >= y { return false }
    replace(before: place, x, y, index)
    return true
  }

  /// Position of the first entry whose first coordinate is not below `x`. Branch-free in its loop body.
  @inline(__always)
  private func lowerBound(_ x: Double) -> Int {
    xs.withUnsafeBufferPointer { values in
      var base = 0
      var length = values.count
      while length > 0 {
        let half = length >> 1
        let below = values[base + half] < x
        base = below ? base + half + 1 : base
        length = below ? length - half - 1 : half
      }
      return base
    }
  }

  /// Puts the point at `place` over every entry that it dominates.
  @inline(never)
  private mutating func replace(before place: Int, _ x: Double, _ y: Double, _ index: UInt32) {
    let end = place < xs.count && xs[place] == x ? place + 1 : place
    var start = place
    while start > 0 && ys[start - 1] <= y { start -= 1 }
    moveBudget -= xs.count - end + 1
    if end - start == 1 {
      xs[start] = x
      ys[start] = y
      indices[start] = index
    } else {
      xs.replaceSubrange(start..<end, with: CollectionOfOne(x))
      ys.replaceSubrange(start..<end, with: CollectionOfOne(y))
      indices.replaceSubrange(start..<end, with: CollectionOfOne(index))
    }
  }
}
