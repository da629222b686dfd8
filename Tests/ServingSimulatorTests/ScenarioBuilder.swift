import ReferenceSimulator
import ServingModel
import ServingSimulator

/// Scenarios for tests: one lane of one rank with room for everything, unless said otherwise.
enum ScenarioBuilder {
  static func lane(
    _ times: SyntheticTimes = SyntheticTimes(), ranks: Int = 1, batch: Int = 64, tokens: Int = 4096,
    blocks: Int = 100_000, chunked: Bool = true, policy: SchedulingPolicy = .mixed, mtp: Int = 0
  ) -> LaneModel {
    LaneModel(
      times: times.iterationTimes(maxBatchSize: batch, tokensPerDecode: 1 + mtp, maxTokens: 8192),
      ranks: ranks, maxBatchSize: batch, maxNumTokens: tokens, kvBlocks: blocks, blockTokens: 32,
      chunkedPrefill: chunked, policy: policy,
      tokensPerIteration: MTPAcceptance.tokensPerIteration(depth: mtp, acceptance: []),
      tokensPerIterationVariance: MTPAcceptance.variancePerIteration(depth: mtp, acceptance: []))
  }

  static func aggregated(
    _ lane: LaneModel, lanes: Int = 1, isl: Int = 256, osl: Int = 64, ratio: Double = 1,
    concurrency: Int = 8, limits: SimulationLimits = SimulationLimits(), seed: UInt64 = 3
  ) -> ServingScenario {
    ServingScenario(
      lanes: .aggregated(lane: lane, lanes: lanes),
      workload: Workload(isl: isl, osl: osl, rangeRatio: ratio, concurrency: concurrency), gpus: 8,
      seed: seed, limits: limits)
  }

  static func disaggregated(
    prefill: LaneModel, prefillLanes: Int = 1, decode: LaneModel, decodeLanes: Int = 1,
    transfer: KVTransfer = KVTransfer(), isl: Int = 256, osl: Int = 64, ratio: Double = 1,
    concurrency: Int = 8, limits: SimulationLimits = SimulationLimits()
  ) -> ServingScenario {
    ServingScenario(
      lanes: .disaggregated(
        prefill: prefill, prefillLanes: prefillLanes, decode: decode, decodeLanes: decodeLanes,
        transfer: transfer),
      workload: Workload(isl: isl, osl: osl, rangeRatio: ratio, concurrency: concurrency), gpus: 8, seed: 3,
      limits: limits)
  }

  static func isNear(_ one: Double, _ other: Double, within share: Double = 1e-9) -> Bool {
    abs(one - other) <= share * max(1e-12, abs(one), abs(other))
  }
}
