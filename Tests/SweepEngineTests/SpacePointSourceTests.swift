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

  private func all(_ source: SpacePointSource, step: Int) -> [Candidate] {
    var source = source
    var candidates: [Candidate] = []
    while true {
      let next = source.next(step)
      if next.isEmpty { return candidates }
      candidates += next
    }
  }

  @Test func theGridGivesEveryPlaceOnceInOrder() throws {
    let grid = try SpacePointSource(space: space, search: "grid")
    let candidates = all(grid, step: 10)
    let expected = (0..<space.count).map(space.candidate).filter { candidate in
      if case .rejected(let rejection) = candidate { return rejection.rule != .duplicate }
      return true
    }
    #expect(candidates == expected)
    // TP4 has no EPLB: its three values are one place.
    #expect(space.count == 4 * 3 * 9 && candidates.count == (3 * 3 + 1) * 9)
  }

  @Test(arguments: ["random", "sobol", "lhs"]) func samplesNeverRepeat(search: String) throws {
    for budget in [1, 30, 80] as [UInt64] {
      let source = try SpacePointSource(space: space, search: search, budget: budget, seed: 4)
      let candidates = all(source, step: 9)
      #expect(candidates == all(source, step: 1000))
      #expect(candidates.count == Int(budget))
      let points = candidates.compactMap { if case .point(let point) = $0 { point } else { nil } }
      #expect(Set(points).count == points.count)
    }
  }

  @Test(arguments: ["random", "sobol", "lhs"]) func aFullBudgetReachesEveryPoint(search: String) throws {
    let source = try SpacePointSource(space: space, search: search, seed: 8)
    let grid = try SpacePointSource(space: space, search: "grid")
    let sampled = Set(all(source, step: 50).filter(\.isPoint))
    #expect(sampled == Set(all(grid, step: 50).filter(\.isPoint)))
  }

  @Test func pointsOfOneDeploymentAreNeighbours() throws {
    for search in Searches.names {
      let source = try SpacePointSource(space: space, search: search, budget: 60, seed: 1)
      let keys = all(source, step: 16).compactMap { candidate -> StableKey? in
        if case .point(let point) = candidate { return point.deployment.stableKey }
        return nil
      }
      let changes = zip(keys, keys.dropFirst()).filter { $0 != $1 }.count
      #expect(changes == Set(keys).count - 1, "\(search)")
    }
  }
}

extension Candidate {
  fileprivate var isPoint: Bool {
    if case .point = self { return true }
    return false
  }
}
