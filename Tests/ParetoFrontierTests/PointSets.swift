import ParetoFrontier

/// SplitMix64: the same points in every run.
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

/// Sets that have broken frontiers before: few distinct values (ties, duplicates), not-a-number, all front.
enum PointSets {
  static func random(seed: UInt64, axes: Int = 2) -> [[Double]] {
    var generator = Generator(state: seed)
    let count = Int.random(in: 0...60, using: &generator)
    let levels = [2, 5, 1000][Int(seed % 3)]
    return (0..<axes).map { _ in
      (0..<count).map { _ in
        switch Int.random(in: 0..<40, using: &generator) {
        case 0: Double.nan
        case 1: Double.infinity
        case 2: -Double.infinity
        case 3: -0.0
        default: Double(Int.random(in: -levels...levels, using: &generator))
        }
      }
    }
  }

  /// The definition, word for word: O(n^2).
  static func front(_ columns: [[Double]], _ directions: [Direction]) -> Set<Int> {
    let indices = columns[0].indices.filter { index in columns.allSatisfy { $0[index].isFinite } }
    func atLeastAsGood(_ left: Int, _ right: Int) -> Bool {
      zip(columns, directions).allSatisfy { column, direction in
        direction == .maximise ? column[left] >= column[right] : column[left] <= column[right]
      }
    }
    return Set(
      indices.filter { index in
        !indices.contains { other in
          other != index && atLeastAsGood(other, index)
            && (!atLeastAsGood(index, other) || other < index)
        }
      })
  }
}
