/// Walks the points of three axes from the best first coordinate to the worst.
///
/// A point can only be dominated by one that is visited before it, so those visited form a staircase in the other two
/// axes that decides at once.
struct SpaceSweep {
  /// Three columns, all to be maximised.
  private let columns: [[Double]]
  /// Points above this corner on every axis count; nil: all that are finite.
  private let corner: [Double]?

  /// - Precondition: fewer than 2^32 points.
  init(_ columns: [[Double]], _ directions: [Direction], corner: [Double]? = nil) {
    precondition(columns[0].count < Int(UInt32.max), "more points than a 32-bit index can name")
    self.columns = zip(columns, directions).map { column, direction in column.map(direction.oriented) }
    self.corner = corner.map { zip($0, directions).map { $1.oriented($0) } }
  }

  /// Calls `body` with each point of the front, best first coordinate first, and the staircase as it is before it.
  /// - Complexity: O(n log n).
  func forEachMember(_ body: (Int, BlockedStaircase, BlockedStaircase.Place) -> Void) {
    var entries = GridSieve.survivors(columns, of: candidates()).map { point in
      SortedSweep.Entry(key: SortedSweep.key(columns[0][Int(point)]), index: point)
    }
    RadixSort.sort(&entries)
    let (second, third) = (columns[1], columns[2])
    var stairs = BlockedStaircase()
    var end = entries.count
    while end > 0 {
      let start = orderTies(&entries, endingAt: end)
      for place in stride(from: end - 1, through: start, by: -1) {
        let index = Int(entries[place].index)
        guard case .open(let found) = stairs.standing(second[index], third[index]) else { continue }
        body(index, stairs, found)
        stairs.insert(second[index], third[index], at: found)
      }
      end = start
    }
  }

  /// Brings points of an equal first coordinate, the last of which ends at `end`, into an order in which none
  /// dominates a later one when they are visited from the end. Returns where they start.
  private func orderTies(_ entries: inout [SortedSweep.Entry], endingAt end: Int) -> Int {
    var start = end - 1
    while start > 0 && entries[start - 1].key == entries[end - 1].key { start -= 1 }
    if end - start > 1 {
      let (second, third) = (columns[1], columns[2])
      entries[start..<end].sort { left, right in
        let (one, two) = (Int(left.index), Int(right.index))
        if second[one] != second[two] { return second[one] < second[two] }
        if third[one] != third[two] { return third[one] < third[two] }
        return one > two
      }
    }
    return start
  }

  /// Points that may be on the front: finite, and above the corner.
  private func candidates() -> [UInt32] {
    let corner = corner ?? Array(repeating: -.infinity, count: 3)
    var found: [UInt32] = []
    found.reserveCapacity(columns[0].count)
    columns[0].withUnsafeBufferPointer { a in
      columns[1].withUnsafeBufferPointer { b in
        columns[2].withUnsafeBufferPointer { c in
          for index in a.indices
          where a[index] > corner[0] && b[index] > corner[1] && c[index] > corner[2]
            && a[index] < .infinity && b[index] < .infinity && c[index] < .infinity
          {
            found.append(UInt32(truncatingIfNeeded: index))
          }
        }
      }
    }
    return found
  }
}
