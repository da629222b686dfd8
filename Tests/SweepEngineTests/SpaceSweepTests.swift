import SeededNumbers
import DesignSpace
import Foundation
import ResultStore
import Search
import ServingModel
import SweepEngine
import SweepFakes
import Testing

/// Sweeps of random spaces: what is stored depends on the space and the search alone.
@Suite struct SpaceSweepTests {
  private func space(_ random: inout SplitMix) throws -> Space {
    func one(_ choices: String...) -> String { choices.randomElement(using: &random) ?? "" }
    let yaml = """
      name: random
      description: for a test
      model: deepseek-r1
      defaults: {system: gb200, engine: [trtllm, vllm], isl: \(one("1024", "[512, 2048]")), osl: 128}
      blocks:
        - server:
            parallel: \(one("[TEP4, DEP8]", "[TP2, TP4, DEP4, DEP8]"))
            servers: \(one("[1, 2]", "[1, 2, 4]"))
            mtp: {values: [0, 1, 3], when: ep > 1, else: 0}
          concurrency: {from: 1, to: \(one("64", "512")), factor: 2}
          constraints: ["concurrency >= server.dp"]
        - server:
            parallel: [TP4, DEP4]
            max_batch_size: [32, 256]
          concurrency: [1, 4, 16, 64]
      """
    return try Space.load(yaml: yaml, file: "random.yaml") { try Catalogue.model($0) }
  }

  @Test(arguments: Searches.names)
  func theStoreDependsNeitherOnTheWorkersNorOnInterruptions(search: String) async throws {
    var random = SplitMix(state: 5)
    for _ in 0..<4 {
      let space = try space(&random)
      let budget = Bool.random(using: &random) ? nil : 1 + random.next() % space.count
      var contents: [StoreContents] = []
      for workers in [1, 2, 5] {
        let directory = try TemporaryDirectory()
        let store = try ResultStore(path: directory.path("explore.sqlite"))
        var options = SweepOptions()
        options.workers = workers
        let sweep = Sweep(
          benchmark: FakeBenchmark(), store: store, identity: .fake(1), options: options)
        let limit = Int(random.next() % 300)
        let interruption = Interruption()
        let source = try SpacePointSource(space: space, search: search, budget: budget, seed: 3)
        var result = try await sweep.run(source, interruption: interruption) { progress in
          if workers > 1, progress.points > limit { interruption.request() }
        }
        if result.outcome == .interrupted {
          result = try await sweep.run(
            SpacePointSource(space: space, search: search, budget: budget, seed: 3))
        }
        #expect(result.outcome == .complete && result.progress.fraction == 1)
        contents.append(try StoreContents(store))
      }
      // Which of two equal points was there first is told as `reused`, and only their sum is fixed.
      #expect(contents[0].points == contents[1].points && contents[0].points == contents[2].points)
      #expect(contents[0].failures == contents[1].failures && contents[0].failures == contents[2].failures)
      #expect(Set(contents.map(\.counters)).count == 1)
    }
  }
}
