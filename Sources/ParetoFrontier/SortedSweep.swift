/// The front of a large set by sorting along the first axis and sweeping from its best end.
enum SortedSweep {
  /// One point on its way through the sort: the first coordinate as an order-keeping integer.
  struct Entry {
    var key: UInt64
    var index: UInt32
  }

  /// Indices by rising first axis (both axes maximised after orientation).
  static func front(
    x: [Double], y: [Double], xDirection: Direction, yDirection: Direction
  ) -> [Int] {
    var entries: [Entry] = []
    LineSieve(x: x, y: y, xDirection: xDirection, yDirection: yDirection).forEachSurvivor { index, first in
      entries.append(Entry(key: key(first), index: UInt32(truncatingIfNeeded: index)))
    }
    RadixSort.sort(&entries)
    return sweep(entries, y: y, yDirection: yDirection)
  }

  /// Walks from the best first coordinate down and keeps what raises the best second coordinate so far.
  private static func sweep(_ entries: [Entry], y: [Double], yDirection: Direction) -> [Int] {
    var kept: [Int] = []
    var best = -Double.infinity
    var end = entries.count
    while end > 0 {
      // The sort is stable, so the last of equal maxima on the way down is the first in input order.
      let key = entries[end - 1].key
      var champion = -Double.infinity
      var index = 0
      while end > 0 && entries[end - 1].key == key {
        end -= 1
        let value = yDirection.oriented(y[Int(entries[end].index)])
        if value >= champion {
          champion = value
          index = Int(entries[end].index)
        }
      }
      if champion > best {
        best = champion
        kept.append(index)
      }
    }
    kept.reverse()
    return kept
  }

  /// Maps a finite number to an integer with the same order.
  @inline(__always)
  static func key(_ value: Double) -> UInt64 {
    let bits = value.bitPattern
    return bits >> 63 == 1 ? ~bits : bits | (1 << 63)
  }
}
