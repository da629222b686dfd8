import SeededNumbers
import FrontierPoints
import Testing

@testable import ParetoFrontier

@Suite struct ParetoFrontTests {
  static let directions: [[Direction]] = [
    [.maximise, .maximise], [.minimise, .maximise], [.maximise, .minimise], [.minimise, .minimise],
  ]

  @Test(arguments: directions) func agreesWithTheDefinition(_ directions: [Direction]) {
    for seed in 0..<500 as Range<UInt64> {
      let set = PointSets.random(seed: seed)
      let found = ParetoFront.indices(
        x: set[0], y: set[1], xDirection: directions[0], yDirection: directions[1])
      #expect(Set(found) == PointSets.front(set, directions), "seed \(seed)")
      #expect(found.count == Set(found).count)
      #expect(zip(found, found.dropFirst()).allSatisfy { set[0][$0] < set[0][$1] }, "seed \(seed)")
    }
  }

  /// Sets large enough for the sieves, with and without ties, held against what a front is.
  @Test(arguments: [2, 3], [3, 40, 1_000_000]) func largeSetsHaveTheirFront(_ axes: Int, _ levels: Int) {
    let directions = Array([Direction.maximise, .minimise, .maximise].prefix(axes))
    for seed in 1...4 as ClosedRange<UInt64> {
      let set = PointSets.large(seed: seed, axes: axes, count: 9_000, levels: levels)
      let found = ParetoFront.indices(columns: set, directions: directions)
      #expect(PointSets.isFront(found, of: set, directions), "seed \(seed)")
    }
  }

  @Test func aSetThatIsAllFrontSurvivesWhole() {
    let count = 9_000
    var order = Array(0..<count)
    var generator = SplitMix(state: 7)
    order.shuffle(using: &generator)
    let x = order.map(Double.init)
    let y = order.map { -Double($0) }
    let found = ParetoFront.indices(x: x, y: y)
    #expect(found.map { order[$0] } == Array(0..<count))
    let twice = ParetoFront.indices(x: x + x, y: y + y)
    #expect(twice == found, "of duplicates the first survives")
    // The third axis alone tells points apart: the staircase holds them all at once.
    let level = [Double](repeating: 1, count: count)
    let directions: [Direction] = [.maximise, .maximise, .maximise]
    #expect(ParetoFront.indices(columns: [level, x, y], directions: directions) == Array(0..<count))
    #expect(ParetoFront.indices(columns: [x, level, y], directions: directions) == found)
  }

  @Test func numbersTooFarApartForCellsDoNoHarm() {
    let huge = Double.greatestFiniteMagnitude
    let tiny = Double.leastNonzeroMagnitude
    for x in [[-huge, huge], [0, tiny], [1, 1]] {
      let columns = (0..<10_000).map { x[$0 % 2] }
      let rising = (0..<10_000).map { Double($0 / 2) }
      #expect(ParetoFront.indices(x: columns, y: rising).last == (x[0] == x[1] ? 9_998 : 9_999))
      let solid = ParetoFront.indices(
        columns: [columns, columns, rising], directions: [.maximise, .maximise, .maximise])
      #expect(solid == [x[0] == x[1] ? 9_998 : 9_999])
    }
  }

  @Test(arguments: [1, 3, 4]) func moreAxesAgreeWithTheDefinition(_ axes: Int) {
    for seed in 0..<300 as Range<UInt64> {
      let set = PointSets.random(seed: seed, axes: axes)
      let directions = (0..<axes).map { $0 % 2 == 0 ? Direction.maximise : .minimise }
      let found = ParetoFront.indices(columns: set, directions: directions)
      #expect(Set(found) == PointSets.front(set, directions), "seed \(seed)")
      #expect(zip(found, found.dropFirst()).allSatisfy { set[0][$0] <= set[0][$1] })
    }
  }

  @Test func aFrontierOfAFrontierIsItself() {
    for seed in 0..<200 as Range<UInt64> {
      let set = PointSets.random(seed: seed)
      let found = ParetoFront.indices(x: set[0], y: set[1])
      let again = ParetoFront.indices(x: found.map { set[0][$0] }, y: found.map { set[1][$0] })
      #expect(again == Array(found.indices))
    }
  }

  @Test func theOrderOfThePointsDoesNotMatter() {
    for seed in 0..<200 as Range<UInt64> {
      let set = PointSets.random(seed: seed)
      var generator = SplitMix(state: seed &+ 99)
      let order = Array(set[0].indices).shuffled(using: &generator)
      let plain = ParetoFront.indices(x: set[0], y: set[1]).map { [set[0][$0], set[1][$0]] }
      let (x, y) = (order.map { set[0][$0] }, order.map { set[1][$0] })
      let mixed = ParetoFront.indices(x: x, y: y).map { [x[$0], y[$0]] }
      #expect(plain == mixed)
    }
  }

  @Test func groupsHaveTheirOwnFrontiersAndOneTogether() {
    for seed in 0..<200 as Range<UInt64> {
      let set = PointSets.random(seed: seed)
      let groups = set[0].indices.map { ($0 &* 7 + Int(seed)) % 3 }
      let (byGroup, joint) = ParetoFront.grouped(x: set[0], y: set[1], groups: groups, groupCount: 3)
      #expect(joint == ParetoFront.indices(x: set[0], y: set[1]))
      for group in 0..<3 {
        let own = set.map { column in
          column.indices.map { groups[$0] == group ? column[$0] : .nan }
        }
        #expect(byGroup[group] == ParetoFront.indices(x: own[0], y: own[1]))
      }
    }
  }
}
