import ReferenceSimulator
import ServingModel
import ServingSimulator
import Testing

/// How figures must move when a scenario changes.
@Suite struct BehaviourTests {
  let arena = SimulationArena()

  @Test func throughputStaysBelowTheFullBatchBound() throws {
    let times = SyntheticTimes()
    for concurrency in [4, 16, 200] {
      let lane = ScenarioBuilder.lane(times, batch: 16)
      let result = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: concurrency))
      let slots = Double(min(16, concurrency))
      #expect(result.outputTokensPerSecond < slots * 1000 / times.base)
    }
  }

  @Test func moreClientsMeanMoreThroughputAndSlowerUsers() throws {
    var last = Measurement()
    for concurrency in [1, 2, 4, 8, 16, 32, 64] {
      let result = try arena.measure(
        ScenarioBuilder.aggregated(ScenarioBuilder.lane(), concurrency: concurrency))
      #expect(result.outputTokensPerSecond > last.outputTokensPerSecond)
      #expect(last.requests == 0 || result.tpsUser < last.tpsUser)
      last = result
    }
  }

  @Test func aLargerCacheNeverHurts() throws {
    var last = 0.0
    for blocks in [10, 20, 40, 80, 160, 320] {
      let lane = ScenarioBuilder.lane(blocks: blocks)
      let result = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 32))
      #expect(result.outputTokensPerSecond >= last * (1 - 1e-9))
      last = result.outputTokensPerSecond
    }
  }

  @Test func lanesOfEqualShareAreCopiesOfOne() throws {
    let lane = ScenarioBuilder.lane()
    let one = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 8))
    let three = try arena.measure(ScenarioBuilder.aggregated(lane, lanes: 3, concurrency: 24))
    #expect(ScenarioBuilder.isNear(three.outputTokensPerSecond, 3 * one.outputTokensPerSecond))
    #expect(ScenarioBuilder.isNear(three.ttftMs.p99, one.ttftMs.p99))
    #expect(ScenarioBuilder.isNear(three.tpotMs.p50, one.tpotMs.p50))
    #expect(ScenarioBuilder.isNear(three.itlMs.p90, one.itlMs.p90))
  }

  @Test func lanesOfUnequalShareAreWeighted() throws {
    let lane = ScenarioBuilder.lane()
    let low = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 2))
    let high = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 3))
    let both = try arena.measure(ScenarioBuilder.aggregated(lane, lanes: 3, concurrency: 7))
    let expected = 2 * low.outputTokensPerSecond + high.outputTokensPerSecond
    #expect(ScenarioBuilder.isNear(both.outputTokensPerSecond, expected))
    let weighted =
      (2 * low.requestsPerSecond * low.e2eMs.mean + high.requestsPerSecond * high.e2eMs.mean)
      / both.requestsPerSecond
    #expect(ScenarioBuilder.isNear(both.e2eMs.mean, weighted))
    let few = try arena.measure(ScenarioBuilder.aggregated(lane, lanes: 9, concurrency: 2))
    #expect(few.requests > 0)
  }

  @Test func theSeedDecidesAndNothingElse() throws {
    let lane = ScenarioBuilder.lane(mtp: 2)
    let scenario = ScenarioBuilder.aggregated(lane, ratio: 0.5, concurrency: 12)
    let first = try arena.measure(scenario)
    _ = try arena.measure(ScenarioBuilder.aggregated(lane, osl: 300, concurrency: 70))
    #expect(try arena.measure(scenario) == first)
    #expect(try SimulationArena().measure(scenario) == first)
    var other = scenario
    other.seed = 4
    #expect(try arena.measure(other) != first)
  }

  @Test func aSharedPrefixSavesPrefillAndCache() throws {
    let lane = ScenarioBuilder.lane(blocks: 60)
    let plain = ScenarioBuilder.aggregated(lane, isl: 1000, concurrency: 8)
    var shared = plain
    shared.workload.sharedPrefix = 800
    let without = try arena.measure(plain)
    let with = try arena.measure(shared)
    #expect(with.ttftMs.p50 < without.ttftMs.p50)
    #expect(with.outputTokensPerSecond > without.outputTokensPerSecond)
  }

  @Test func statesOfSequencesLimitTheBatch() throws {
    // A request takes 10 blocks of 32 tokens; its state as many again.
    var lane = ScenarioBuilder.lane(blocks: 80)
    let eight = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 16))
    lane.stateBlocks = 10
    #expect(lane.blocks(tokens: 320, shared: 0) == 20)
    let four = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 16))
    lane.stateBlocks = 0
    lane.kvBlocks = 40
    #expect(try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 16)) == four)
    #expect(four.outputTokensPerSecond < eight.outputTokensPerSecond)
    lane.stateBlocks = 31
    #expect(throws: SimulationError.self) {
      try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: 16))
    }
  }

  @Test func draftTokensShortenTheDecode() throws {
    let shapes = RequestShapes(
      workload: Workload(isl: 10, osl: 401, concurrency: 1), decoding: ScenarioBuilder.lane(mtp: 3), seed: 1,
      staggered: 0)
    let mean = MTPAcceptance.tokensPerIteration(depth: 3, acceptance: [])
    let iterations = (0..<4000).map { Double(shapes.shape(of: $0).iterations) }
    // Rounding up adds half an iteration.
    let found = iterations.reduce(0, +) / 4000
    #expect(abs(found - 400 / mean - 0.5) < 0.5)
    #expect(iterations.allSatisfy { $0 >= 100 && $0 <= 400 })
    let plain = try arena.measure(ScenarioBuilder.aggregated(ScenarioBuilder.lane(), concurrency: 4))
    let drafted = try arena.measure(ScenarioBuilder.aggregated(ScenarioBuilder.lane(mtp: 3), concurrency: 4))
    #expect(drafted.tpsUser > 2 * plain.tpsUser)
  }
}
