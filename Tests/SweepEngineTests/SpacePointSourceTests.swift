import DesignSpace
import Search
import ServingModel
import Testing

@testable import SweepEngine

@Suite struct SpacePointSourceTests {
  private let space: Space

  init() throws {
    let yaml = """
      name: small
      description: for tests
      model: deepseek-r1
      defaults: {system: gb200, engine: trtllm, isl: 1024, osl: 128}
      blocks:
        - server:
            parallel: [TEP4, DEP4, DEP8, TP4]
            eplb_slots:
              values: [256, 288, 320]
              when: ep > 1
              else: 0
          concurrency: {from: 1, to: 256, factor: 2}
          constraints: ["concurrency >= server.dp"]
      """
    space = try Space.load(yaml: yaml, file: "small.yaml") { try Catalogue.model($0) }
  }

  private func all(_ source: SpacePointSource, step: Int) -> CandidateTally {
    var source = source
    var all = CandidateTally()
    while let next = source.next(step)?.tally() {
      all.points += next.points
      all.rejected.merge(next.rejected, uniquingKeysWith: +)
      all.absent += next.absent
    }
    return all
  }

  @Test func theGridGivesEveryPlaceOnceInOrder() throws {
    let grid = try SpacePointSource(space: space, search: "grid")
    let candidates = all(grid, step: 10)
    let points = (0..<space.count).map(space.candidate).compactMap { candidate in
      if case .point(let point) = candidate { point } else { nil }
    }
    #expect(candidates.points == points)
    // TP4 has no EPLB: its three values are one place.
    #expect(space.count == 4 * 3 * 9 && candidates.count == (3 * 3 + 1) * 9)
    #expect(candidates.absent == 2 * 9 && grid.total == 4 * 3 * 9)
  }

  @Test(arguments: ["random", "sobol", "lhs"]) func samplesNeverRepeat(search: String) throws {
    for budget in [1, 30, 80] as [UInt64] {
      let source = try SpacePointSource(space: space, search: search, budget: budget, seed: 4)
      let candidates = all(source, step: 9)
      #expect(candidates == all(source, step: 1000))
      #expect(candidates.count == Int(budget))
      #expect(Set(candidates.points).count == candidates.points.count)
    }
  }

  @Test(arguments: ["random", "sobol", "lhs"]) func aFullBudgetReachesEveryPoint(search: String) throws {
    let source = try SpacePointSource(space: space, search: search, seed: 8)
    let grid = try SpacePointSource(space: space, search: "grid")
    #expect(Set(all(source, step: 50).points) == Set(all(grid, step: 50).points))
  }

  @Test func pointsOfOneDeploymentAreNeighbours() throws {
    for search in Searches.names {
      let source = try SpacePointSource(space: space, search: search, budget: 60, seed: 1)
      let keys = all(source, step: 16).points.map(\.deployment.stableKey)
      let changes = zip(keys, keys.dropFirst()).filter { $0 != $1 }.count
      #expect(changes == Set(keys).count - 1, "\(search)")
    }
  }
}

extension CandidateTally {
  fileprivate var count: Int { points.count + rejected.values.reduce(0, +) }
}
