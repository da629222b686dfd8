import SeededNumbers
import FrontierPoints
@testable import ParetoFrontier

/// Sets that have broken frontiers before: few distinct values (ties, duplicates), not-a-number, all front.
enum PointSets {
  static func random(seed: UInt64, axes: Int = 2) -> [[Double]] {
    var generator = SplitMix(state: seed)
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

  /// Points on a lattice of `levels` steps, one in forty not finite.
  static func large(seed: UInt64, axes: Int, count: Int, levels: Int) -> [[Double]] {
    var generator = SplitMix(state: seed)
    return (0..<axes).map { _ in
      (0..<count).map { _ in
        if Int.random(in: 0..<40, using: &generator) == 0 {
          return [.nan, .infinity, -.infinity][Int.random(in: 0..<3, using: &generator)]
        }
        return Double(Int.random(in: -levels...levels, using: &generator))
      }
    }
  }

  /// Whether members are finite, none covers another, and every other finite point is covered by one: by a better
  /// one, or by an equal one before it. - Complexity: O(n x front).
  static func isFront(_ members: [Int], of columns: [[Double]], _ directions: [Direction]) -> Bool {
    let oriented = zip(columns, directions).map { column, direction in column.map(direction.oriented) }
    let isFinite = columns[0].indices.map { index in oriented.allSatisfy { $0[index].isFinite } }
    func covers(_ left: Int, _ right: Int) -> Bool { oriented.allSatisfy { $0[left] >= $0[right] } }
    let chosen = Set(members)
    guard chosen.count == members.count, members.allSatisfy({ isFinite[$0] }) else { return false }
    return columns[0].indices.allSatisfy { index in
      if chosen.contains(index) { return !members.contains { $0 != index && covers($0, index) } }
      return !isFinite[index]
        || members.contains { covers($0, index) && (!covers(index, $0) || $0 < index) }
    }
  }
}
