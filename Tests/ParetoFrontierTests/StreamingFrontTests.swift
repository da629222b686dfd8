import FrontierPoints
import Testing

@testable import ParetoFrontier

@Suite struct StreamingFrontTests {
  private func keys(_ set: [[Double]], order: [Int], _ x: Direction, _ y: Direction) -> [Int64] {
    var front = StreamingFront(xDirection: x, yDirection: y)
    for index in order { front.insert(x: set[0][index], y: set[1][index], key: Int64(index)) }
    return front.keys
  }

  @Test(arguments: ParetoFrontTests.directions) func agreesWithTheWholeSetInAnyOrder(
    _ directions: [Direction]
  ) {
    for seed in 0..<300 as Range<UInt64> {
      let set = PointSets.random(seed: seed)
      var generator = SplitMix(state: seed &+ 5)
      let order = Array(set[0].indices).shuffled(using: &generator)
      let whole = ParetoFront.indices(
        x: set[0], y: set[1], xDirection: directions[0], yDirection: directions[1])
      #expect(keys(set, order: order, directions[0], directions[1]) == whole.map(Int64.init), "seed \(seed)")
    }
  }

  @Test func blocksAndMergedPartsAreTheWholeSet() {
    for seed in 0..<40 as Range<UInt64> {
      let set = PointSets.large(seed: seed, axes: 2, count: 1_500, levels: [3, 50, 100_000][Int(seed % 3)])
      var blocks = StreamingFront()
      var parts = [StreamingFront(), StreamingFront()]
      for start in stride(from: 0, to: 1_500, by: 128) {
        let range = start..<min(start + 128, 1_500)
        let (x, y) = (Array(set[0][range]), Array(set[1][range]))
        blocks.insert(x: x, y: y, keys: range.map(Int64.init))
        parts[start / 128 % 2].insert(x: x, y: y, keys: range.map(Int64.init))
      }
      let whole = ParetoFront.indices(x: set[0], y: set[1]).map(Int64.init)
      #expect(blocks.keys == whole)
      parts[1].merge(parts[0])
      #expect(parts[1].keys == whole)
      var found: [Int64] = []
      blocks.forEach { x, y, key in
        #expect(set[0][Int(key)] == x && set[1][Int(key)] == y)
        found.append(key)
      }
      #expect(found == whole)
    }
  }

  /// Fronts of thousands of entries, which split blocks and lose whole ones.
  @Test func largeFrontsGrowAndShrink() {
    var generator = SplitMix(state: 3)
    let count = 5_000
    let order = Array(0..<count).shuffled(using: &generator)
    var front = StreamingFront()
    for index in order { front.insert(x: Double(index), y: Double(-index), key: Int64(index)) }
    #expect(front.keys == (0..<count).map(Int64.init))
    // From 1,000 to 3,999 everything goes, in two steps that end within blocks.
    front.insert(x: 2_999.5, y: -999.5, key: -1)
    front.insert(x: 3_999.5, y: -2_999.75, key: -2)
    let left = (0..<1_000).map(Int64.init) + [-1, -2] + (4_000..<5_000).map(Int64.init)
    #expect(front.keys == left)
    #expect(front.count == left.count)
    for index in order { front.insert(x: Double(index), y: Double(-index), key: Int64(index)) }
    #expect(front.keys == left)
    front.insert(x: 10_000, y: 10_000, key: 7)
    #expect(front.keys == [7])
    front.insert(x: 10_000, y: 10_000, key: 3)
    #expect(front.keys == [3])
    for index in order {
      front.insert(x: 20_000 - Double(index), y: 20_000 + Double(index), key: Int64(index))
    }
    #expect(front.keys == (0..<count).reversed().map(Int64.init))
  }
}
