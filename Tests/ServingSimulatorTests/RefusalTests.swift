import ReferenceSimulator
import ServingModel
import ServingSimulator
import Testing

/// What cannot be simulated is refused with a reason and never traps.
@Suite struct RefusalTests {
  let arena = SimulationArena()

  @Test func aRequestThatNeverFitsIsNamed() throws {
    let small = ScenarioBuilder.lane(blocks: 9)
    #expect(throws: SimulationError.neverAdmitted(reason: "320 tokens need 10 KV blocks of 9")) {
      try arena.measure(ScenarioBuilder.aggregated(small))
    }
    let whole = ScenarioBuilder.lane(tokens: 255, chunked: false)
    #expect(throws: SimulationError.self) { try arena.measure(ScenarioBuilder.aggregated(whole)) }
    #expect(throws: SimulationError.self) {
      try arena.measure(
        ScenarioBuilder.disaggregated(prefill: ScenarioBuilder.lane(), decode: small))
    }
  }

  @Test func numbersOutOfRangeAreRefused() throws {
    let good = ScenarioBuilder.aggregated(ScenarioBuilder.lane())
    let changes: [(inout ServingScenario) -> Void] = [
      { $0.workload.isl = 0 }, { $0.workload.isl = .max }, { $0.workload.osl = -1 },
      { $0.workload.osl = .max }, { $0.workload.concurrency = 0 }, { $0.workload.concurrency = .max },
      { $0.workload.rangeRatio = .nan }, { $0.workload.rangeRatio = 1.5 },
      { $0.workload.sharedPrefix = -1 }, { $0.arrivalDelayMs = -1 }, { $0.arrivalDelayMs = .nan },
      { $0.firstTokenDelayMs = .infinity }, { $0.limits.warmUpRounds = -1 },
      { $0.limits.requestsPerClient = 0 }, { $0.limits.measuredRequests = 90_000_000 },
      { $0.limits.measuredRequests = 0 },
      { $0.lanes = .aggregated(lane: ScenarioBuilder.lane(), lanes: 0) },
      { $0.lanes = .aggregated(lane: ScenarioBuilder.lane(ranks: 0), lanes: 1) },
      { $0.lanes = .aggregated(lane: ScenarioBuilder.lane(tokens: -4), lanes: 1) },
    ]
    for change in changes {
      var scenario = good
      change(&scenario)
      #expect(throws: SimulationError.self) { try arena.measure(scenario) }
    }
    _ = try arena.measure(good)
  }

  @Test func timesWithoutLengthAreRefused() {
    var times = SyntheticTimes()
    times.base = -1000
    #expect(throws: SimulationError.self) {
      try arena.measure(ScenarioBuilder.aggregated(ScenarioBuilder.lane(times)))
    }
    times.base = .nan
    #expect(throws: SimulationError.self) {
      try arena.measure(ScenarioBuilder.aggregated(ScenarioBuilder.lane(times)))
    }
  }
}
