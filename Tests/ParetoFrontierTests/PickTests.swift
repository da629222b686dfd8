import ParetoFrontier
import ServingModel
import Testing

@Suite struct PickTests {
  static func candidate(
    _ system: String, tp: Int = 8, user: Double, gpu: Double, ttft: Double = 1000, batch: Int = 64,
    concurrency: Int = 64
  ) -> PickCandidate {
    let server = ServerConfiguration(
      parallelism: Parallelism(tp: tp), maxBatchSize: batch, maxNumTokens: 8192)
    let deployment = Deployment(
      system: system, model: "m", engine: .trtllm,
      quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
      topology: .aggregated(ServerPool(servers: 1, configuration: server)))
    var measurement = Measurement()
    measurement.gpus = tp
    measurement.tpsUser = user
    measurement.outputTokensPerSecond = gpu * Double(tp)
    measurement.ttftMs = Distribution(sorted: [ttft])
    return PickCandidate(
      point: Point(deployment: deployment, workload: Workload(isl: 1, osl: 1, concurrency: concurrency)),
      measurement: measurement, isMoE: false)
  }

  static let candidates = [
    candidate("gb200", user: 60, gpu: 900, ttft: 4000),
    candidate("gb200", user: 45, gpu: 1400, ttft: 4500),
    candidate("gb200", user: 42, gpu: 1380, ttft: 4500, concurrency: 32),
    candidate("gb200", user: 38, gpu: 1600, ttft: 4500),
    candidate("gb200", tp: 4, user: 50, gpu: 1290, ttft: 4000),
    candidate("gb200", tp: 16, user: 50, gpu: 1250, ttft: 4000),
    candidate("b200_sxm", user: 44, gpu: 1200, ttft: 3000),
    candidate("h100_sxm", user: 41, gpu: 300, ttft: 900),
    candidate("gb200", user: 41, gpu: 1500, ttft: 5200),
  ]

  @Test func theBestUnderTheLimitsWithTwoOthersThatDiffer() throws {
    let limits = FrontierLimits(
      minTpsUser: 40, maxTTFT: LatencyLimit(milliseconds: 5000, statistic: .p99))
    let pick = try Pick.best(among: Self.candidates, axes: FrontierAxes(), limits: limits)
    #expect(pick.best == 1)
    #expect(pick.feasible == 7 && pick.considered == 9)
    #expect(
      pick.runnersUp.map(\.index) == [4, 6], "another size, and another GPU type that costs little more")
    #expect(pick.binding == [.minTpsUser, .maxTTFT])
    #expect(
      pick.reasons == [
        "Highest throughput per GPU, 1,400 tok/s/GPU, of the 7 points (of 9) that keep at least 40 "
          + "tok/s/user, TTFT p99 at most 5,000 ms; the best different deployment gives 7.9 % less.",
        "It gives 45 tok/s/user, 13 % above the limit of 40.",
        "TTFT p99 is 4,500 ms, 10 % below its limit of 5,000 ms.",
        "The limit `at least 40 tok/s/user` binds: relaxed to `at least 36 tok/s/user` it would give "
          + "14 % more tok/s/GPU.",
        "The limit `TTFT p99 at most 5,000 ms` binds: relaxed to `TTFT p99 at most 5,500 ms` it would "
          + "give 7.1 % more tok/s/GPU.",
      ])
  }

  @Test func nothingKeepsTheLimits() {
    let limits = FrontierLimits(minTpsUser: 55, maxTTFT: LatencyLimit(milliseconds: 3000), maxGPUs: 8)
    #expect(throws: NoPick.self) {
      try Pick.best(among: Self.candidates, axes: FrontierAxes(), limits: limits)
    }
    #expect(throws: NoPick.self) {
      try Pick.best(among: [], axes: FrontierAxes(), limits: FrontierLimits())
    }
  }

  @Test func figuresThatAreNotNumbersAreNeverPicked() throws {
    var broken = Self.candidates
    broken[1].measurement.tpsUser = .nan
    broken[3].measurement.outputTokensPerSecond = .infinity
    let pick = try Pick.best(among: broken, axes: FrontierAxes(), limits: FrontierLimits())
    #expect(pick.best == 8)
    #expect(pick.binding.isEmpty)
  }
}
