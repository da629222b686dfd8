/// Stable least-significant-digit radix sort, 11 bits a pass; digits that all entries share cost nothing.
enum RadixSort {
  private static let bits = 11
  private static let buckets = 1 << bits
  private static let passes = 6

  /// Sorts by rising key; equal keys keep their order. - Complexity: O(n) time and memory.
  static func sort(_ entries: inout [SortedSweep.Entry]) {
    let count = entries.count
    guard count > 1 else { return }
    var histogram = [UInt32](repeating: 0, count: passes * buckets)
    histogram.withUnsafeMutableBufferPointer { histogram in
      for entry in entries {
        var key = entry.key
        for pass in 0..<passes {
          histogram[pass * buckets + Int(key & UInt64(buckets - 1))] &+= 1
          key >>= UInt64(bits)
        }
      }
    }
    var spare = [SortedSweep.Entry](repeating: .init(key: 0, index: 0), count: count)
    for pass in 0..<passes {
      let range = pass * buckets..<(pass + 1) * buckets
      if histogram[range].contains(UInt32(count)) { continue }
      var next: UInt32 = 0
      for bucket in range {
        let size = histogram[bucket]
        histogram[bucket] = next
        next += size
      }
      scatter(from: entries, into: &spare, pass: pass, offsets: &histogram)
      swap(&entries, &spare)
    }
  }

  private static func scatter(
    from source: [SortedSweep.Entry], into target: inout [SortedSweep.Entry], pass: Int,
    offsets: inout [UInt32]
  ) {
    let shift = UInt64(pass * bits)
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        offsets.withUnsafeMutableBufferPointer { offsets in
          for entry in source {
            let bucket = pass * buckets + Int((entry.key >> shift) & UInt64(buckets - 1))
            target[Int(offsets[bucket])] = entry
            offsets[bucket] &+= 1
          }
        }
      }
    }
  }
}
