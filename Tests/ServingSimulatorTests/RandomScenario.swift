import ReferenceSimulator
import ServingModel
import ServingSimulator

/// Small random scenarios in which every limit binds now and then.
struct RandomScenario {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(state: seed &* 0x9e37_79b9_7f4a_7c15 &+ 1) }

  mutating func scenario() -> ServingScenario {
    let workload = Workload(
      isl: pick([1, 7, 40, 100, 333]), osl: pick([1, 2, 5, 30, 90]), rangeRatio: pick([1, 1, 0.5, 0]),
      concurrency: Int.random(in: 1...24, using: &random), sharedPrefix: pick([0, 0, 0, 16, 50, 1000]))
    let tokensPerDecode = pick([1, 1, 2, 4])
    let lanes: ServingScenario.Lanes
    if Bool.random(using: &random) {
      lanes = .aggregated(lane: lane(workload, tokensPerDecode), lanes: pick([1, 2, 3]))
    } else {
      lanes = .disaggregated(
        prefill: lane(workload, 1), prefillLanes: pick([1, 2, 3]), decode: lane(workload, tokensPerDecode),
        decodeLanes: pick([1, 2, 4]),
        transfer: KVTransfer(latencyMs: pick([0, 0.3, 20]), msPerToken: pick([0, 0.013])))
    }
    var limits = SimulationLimits(
      measuredRequests: pick([1, 20, 60]), warmUpRounds: pick([0, 1, 2]),
      requestsPerClient: pick([1, 3]))
    limits.window = pick([.steadyState, .steadyState, .wholeRun])
    return ServingScenario(
      lanes: lanes, workload: workload, gpus: 8, arrivalDelayMs: pick([0, 0, 1.37, 31]),
      arrivalSpacingMs: pick([0, 0, 0.8, 7.1]),
      firstTokenDelayMs: pick([0, 0, 0.61]), seed: random.next(), limits: limits)
  }

  private mutating func lane(_ workload: Workload, _ tokensPerDecode: Int) -> LaneModel {
    var times = SyntheticTimes()
    times.bend = pick([0, 0.1, 0.4])
    times.perThousandCached = pick([0.004, 1, 30])
    let batch = pick([1, 2, 4, 64])
    let block = pick([1, 16, 32])
    let chunked = Int.random(in: 0..<4, using: &random) > 0
    let least = chunked ? 1 : workload.isl
    let need = (workload.isl + workload.osl + block - 1) / block
    let state = pick([0, 0, 1, 5])
    return LaneModel(
      times: times.iterationTimes(maxBatchSize: batch, tokensPerDecode: tokensPerDecode, maxTokens: 4096),
      ranks: pick([1, 1, 2, 4]), maxBatchSize: batch, maxNumTokens: max(least, pick([3, 17, 128, 4096])),
      kvBlocks: (need + state) * pick([1, 2, 3, 100]) + pick([0, 1]), blockTokens: block, stateBlocks: state,
      reservedOutputShare: pick([1, 1, 0.5, 0]), chunkedPrefill: chunked,
      policy: pick([.mixed, .prefillFirst]), promptWaitIterations: pick([0, 0, 1, 3, 60]),
      tokensPerIteration: tokensPerDecode == 1 ? 1 : pick([1, 1.63, Double(tokensPerDecode)]),
      tokensPerIterationVariance: tokensPerDecode == 1 ? 0 : pick([0, 0.4]))
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values.randomElement(using: &random)!
  }
}

/// A seeded generator (xorshift64*).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_f491_4f6c_dd1d
  }
}
