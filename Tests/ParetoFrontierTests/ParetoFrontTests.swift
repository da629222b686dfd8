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

  @Test func theSortedSweepAgreesWithTheDefinition() {
    for seed in 0..<500 as Range<UInt64> {
      let set = PointSets.random(seed: seed)
      let start = set[0].count / 3
      var found = Staircase(moveBudget: .max)
      for index in 0..<start where set[0][index].isFinite && set[1][index].isFinite {
        found.insert(set[0][index] + 0, set[1][index] + 0, index: UInt32(index))
      }
      let swept = SortedSweep.front(
        x: set[0], y: set[1], xDirection: .maximise, yDirection: .maximise, from: start, found: found)
      #expect(Set(swept) == PointSets.front(set, [.maximise, .maximise]), "seed \(seed)")
    }
  }

  @Test func aSetThatIsAllFrontSwitchesToTheSweep() {
    let count = 3000
    var order = Array(0..<count)
    var generator = Generator(state: 7)
    order.shuffle(using: &generator)
    let x = order.map(Double.init)
    let y = order.map { -Double($0) }
    let found = ParetoFront.indices(x: x, y: y)
    #expect(found.map { order[$0] } == Array(0..<count))
    let twice = ParetoFront.indices(x: x + x, y: y + y)
    #expect(twice == found, "of duplicates the first survives")
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
      var generator = Generator(state: seed &+ 99)
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

  @Test func hypervolumeIsTheAreaOfUnitCells() {
    for seed in 0..<200 as Range<UInt64> {
      let set = PointSets.random(seed: seed * 3 + 1)
      var cells = 0
      for column in -3..<5 {
        for row in -2..<5 {
          let covered = set[0].indices.contains { index in
            set[0][index].isFinite && set[1][index].isFinite && set[0][index] >= Double(column + 1)
              && set[1][index] >= Double(row + 1)
          }
          if covered { cells += 1 }
        }
      }
      let area = Hypervolume.area(x: set[0], y: set[1], reference: (-3, -2))
      #expect(abs(area - Double(cells)) < 1e-9, "seed \(seed)")
      let mirrored = Hypervolume.area(
        x: set[0].map { -$0 }, y: set[1], reference: (3, -2), xDirection: .minimise)
      #expect(abs(area - mirrored) < 1e-9)
    }
  }
}
