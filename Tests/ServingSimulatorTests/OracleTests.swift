import ReferenceSimulator
import ServingModel
import ServingSimulator
import Testing

/// Cases whose answer is known without a simulator.
@Suite struct OracleTests {
  let arena = SimulationArena()

  @Test func aLoneRequestTakesTheSumOfItsIterations() throws {
    let lane = ScenarioBuilder.lane(tokens: 100)
    var scenario = ScenarioBuilder.aggregated(lane, isl: 250, osl: 50, concurrency: 1)
    scenario.arrivalDelayMs = 2
    scenario.firstTokenDelayMs = 0.25
    var ttft = 2.25
    for (cached, chunk) in [(0, 100), (100, 100), (200, 50)] {
      var prompts = PromptLoad()
      prompts.add(rankTokens: chunk, work: Double(chunk) * (Double(cached) + Double(chunk) / 2))
      ttft += lane.times.milliseconds(IterationLoad(prompts: prompts, batch: BatchLoad()))
    }
    var decode = 0.0
    for token in 0..<49 {
      decode +=
        lane.times.decodeSegment(
          rankDecodes: 1, decodes: 1, meanCachedTokens: Double(250 + token)
        ).milliseconds
    }
    let result = try arena.measure(scenario)
    // Arrivals lie on the clock's grid, so a waiting time is exact to 2^-21 ms.
    #expect(abs(result.ttftMs.p50 - ttft) < 1e-6)
    #expect(abs(result.e2eMs.p99 - ttft - decode) < 1e-6)
    #expect(ScenarioBuilder.isNear(result.tpotMs.mean, decode / 49, within: 1e-8))
    #expect(ScenarioBuilder.isNear(result.itlMs.mean, decode / 49, within: 1e-8))
    #expect(ScenarioBuilder.isNear(result.requestsPerSecond, 1000 / (ttft + decode), within: 1e-7))
    #expect(result.gpus == 8 && result.requests == 32)
  }

  /// One prefill lane that takes one prompt at a time is a D/D/1 queue: its rate is one over the service
  /// time, and in a closed loop a request waits for all others.
  @Test func aLonePrefillLaneIsAQueueWithConstantService() throws {
    let prefill = ScenarioBuilder.lane(batch: 1)
    let scenario = ScenarioBuilder.disaggregated(
      prefill: prefill, decode: ScenarioBuilder.lane(), isl: 500, osl: 1, concurrency: 5)
    var prompts = PromptLoad()
    prompts.add(rankTokens: 500, work: 125_000)
    let service = prefill.times.milliseconds(IterationLoad(prompts: prompts, batch: BatchLoad()))
    let result = try arena.measure(scenario)
    #expect(ScenarioBuilder.isNear(result.requestsPerSecond, 1000 / service, within: 1e-6))
    #expect(ScenarioBuilder.isNear(result.ttftMs.p1, 5 * service, within: 1e-6))
    #expect(ScenarioBuilder.isNear(result.ttftMs.p99, 5 * service, within: 1e-6))
    #expect(result.tpotMs == Distribution() && result.itlMs == Distribution() && result.tpsUser == 0)
  }

  /// Completions counted over a long time against the clients divided by the latency.
  @Test func countedCompletionsObeyLittlesLaw() throws {
    let limits = SimulationLimits(measuredRequests: 3000)
    for (ratio, mtp) in [(1.0, 0), (0.5, 0), (1.0, 3)] {
      let one = ScenarioBuilder.aggregated(
        ScenarioBuilder.lane(batch: 16, mtp: mtp), ratio: ratio, concurrency: 21, limits: limits)
      let two = ScenarioBuilder.disaggregated(
        prefill: ScenarioBuilder.lane(ranks: 2), prefillLanes: 2,
        decode: ScenarioBuilder.lane(ranks: 4, mtp: mtp), transfer: KVTransfer(latencyMs: 2),
        ratio: ratio, concurrency: 21, limits: limits)
      for scenario in [one, two] {
        let trace = try arena.trace(scenario, clients: 21)
        let result = try arena.measure(scenario)
        let counted = Double(result.requests) / (trace.windowEndMs - trace.windowStartMs)
        #expect(ScenarioBuilder.isNear(counted * result.e2eMs.mean, 21, within: 0.015))
        #expect(ScenarioBuilder.isNear(result.requestsPerSecond / 1000, counted, within: 0.015))
        #expect(ScenarioBuilder.isNear(result.meanConcurrency, 21))
      }
    }
  }

  /// Requests in lockstep: 22 equal clients at 16 slots finish in waves of 16, however short the window.
  @Test func wavesDoNotBiasShortWindows() throws {
    for concurrency in [22, 64, 100] {
      let lane = ScenarioBuilder.lane(batch: 16)
      let short = try arena.measure(ScenarioBuilder.aggregated(lane, concurrency: concurrency))
      let long = try arena.measure(
        ScenarioBuilder.aggregated(
          lane, concurrency: concurrency, limits: SimulationLimits(measuredRequests: 8000)))
      let (one, other) = (short.outputTokensPerSecond, long.outputTokensPerSecond)
      #expect(ScenarioBuilder.isNear(one, other, within: 0.03))
    }
  }

  @Test func everyTokenIsCounted() throws {
    let limits = SimulationLimits(window: .wholeRun, requestsPerClient: 4)
    for policy in [SchedulingPolicy.mixed, .prefillFirst] {
      let scenario = ScenarioBuilder.aggregated(
        ScenarioBuilder.lane(policy: policy), ratio: 0.3, concurrency: 9, limits: limits)
      let trace = try arena.trace(scenario, clients: 9)
      #expect(trace.completions.map(\.number).sorted() == Array(0..<36))
      let outputs = trace.completions.reduce(0) { $0 + $1.output }
      #expect(trace.gapCount == Double(outputs - 36))
      // All gaps of a request add up to its decoding time.
      let decoding = trace.completions.reduce(0.0) { $0 + $1.finishMs - $1.firstTokenMs }
      #expect(ScenarioBuilder.isNear(trace.gapCount * trace.gaps.mean, decoding))
      let result = try arena.measure(scenario)
      let seconds = (trace.windowEndMs - trace.windowStartMs) / 1000
      #expect(ScenarioBuilder.isNear(result.outputTokensPerSecond * seconds, Double(outputs)))
      #expect(ScenarioBuilder.isNear(result.requestsPerSecond * seconds, 36))
      let inFlight = trace.completions.reduce(0.0) { $0 + $1.e2eMs } / (seconds * 1000)
      #expect(ScenarioBuilder.isNear(result.meanConcurrency, inFlight) && inFlight < 9)
    }
  }
}
