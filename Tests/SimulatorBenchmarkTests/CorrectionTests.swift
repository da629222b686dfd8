import Calibration
import ServingModel
import SimulatorBenchmark
import Testing

@Suite struct CorrectionTests {
  private static let shipped = SimulatorBenchmark()

  private static func point(
    engine: Engine = .vllm, model: String = "meta-llama/Llama-3.1-8B", system: String = "h100_sxm",
    osl: Int = 32, concurrency: Int = 8, rangeRatio: Double = 0.5, tp: Int = 1
  ) -> Point {
    let server = ServerConfiguration(
      parallelism: Parallelism(tp: tp), maxBatchSize: 64, maxNumTokens: 8192)
    let deployment = Deployment(
      system: system, model: model, engine: engine,
      quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
      topology: .aggregated(ServerPool(servers: 1, configuration: server)))
    return Point(
      deployment: deployment,
      workload: Workload(isl: 512, osl: osl, rangeRatio: rangeRatio, concurrency: concurrency))
  }

  private static let points: [Point] = [
    point(), point(engine: .trtllm, concurrency: 64), point(engine: .sglang, system: "b200_sxm"),
    point(osl: 2), point(concurrency: 1, rangeRatio: 1), point(concurrency: 200), point(osl: 1),
    point(engine: .trtllm, osl: 1, concurrency: 64), point(model: "openai/gpt-oss-120b", tp: 4),
  ]

  /// What the simulator says before the correction.
  private func uncorrected(_ point: Point) throws -> Measurement {
    let calibration = try #require(Calibration.shipped)
    return try Self.shipped.simulate(point, factors: calibration.factors(point.deployment))
  }

  private func percentiles(_ distribution: Distribution) -> [Double] {
    [
      distribution.minimum, distribution.p1, distribution.p5, distribution.p10, distribution.p25,
      distribution.p50, distribution.p75, distribution.p90, distribution.p95, distribution.p99,
      distribution.maximum,
    ]
  }

  private func figures(_ found: Measurement) -> [Double] {
    [found.ttftMs, found.tpotMs, found.itlMs, found.e2eMs].flatMap {
      percentiles($0) + [$0.mean, $0.standardDeviation]
    } + [
      found.requestsPerSecond, found.outputTokensPerSecond, found.inputTokensPerSecond, found.tpsUser,
      found.e2eTpsUser, found.meanConcurrency, found.tpsGPU, found.totalTpsGPU, found.interactivity,
    ]
  }

  @Test(arguments: points) func requestsInFlightStayAsTheyWere(point: Point) throws {
    let before = try uncorrected(point)
    let after = try Self.shipped.simulate(point)
    #expect(after.meanConcurrency == before.meanConcurrency && after.requests == before.requests)
    let inFlight = before.requestsPerSecond * before.e2eMs.mean
    #expect(abs(after.requestsPerSecond * after.e2eMs.mean / inFlight - 1) < 1e-9)
    let tokens = before.outputTokensPerSecond / before.requestsPerSecond
    #expect(abs(after.outputTokensPerSecond / after.requestsPerSecond / tokens - 1) < 1e-9)
  }

  @Test(arguments: points) func meansAreTheCorrectedOnes(point: Point) throws {
    let calibration = try #require(Calibration.shipped)
    let before = try uncorrected(point)
    let after = try Self.shipped.simulate(point)
    let corrected = calibration.corrected(SimulatedLatency(before), at: point)
    #expect(abs(after.ttftMs.mean / corrected.ttftMs - 1) < 1e-9)
    #expect(abs(after.tpotMs.mean - corrected.tpotMs) <= 1e-9 * corrected.tpotMs)
    #expect(after.intervals == corrected.intervals && after.intervals != nil)
    let rest =
      (before.e2eMs.mean - before.ttftMs.mean)
      * (before.tpotMs.mean > 0 ? after.tpotMs.mean / before.tpotMs.mean : 1)
    #expect(abs(after.e2eMs.mean / (after.ttftMs.mean + rest) - 1) < 1e-9)
  }

  @Test(arguments: points) func distributionsStayInOrder(point: Point) throws {
    let after = try Self.shipped.simulate(point)
    for distribution in [after.ttftMs, after.tpotMs, after.itlMs, after.e2eMs] {
      #expect(percentiles(distribution) == percentiles(distribution).sorted())
    }
    for (first, whole) in zip(percentiles(after.ttftMs), percentiles(after.e2eMs)) {
      #expect(first <= whole * (1 + 1e-9), "no answer ends before its first token")
    }
  }

  @Test(arguments: points) func everyFigureIsANumber(point: Point) throws {
    let after = try Self.shipped.simulate(point)
    #expect(figures(after).allSatisfy { $0.isFinite && $0 >= 0 }, "\(figures(after))")
    let intervals = try #require(after.intervals)
    for interval in [intervals.ttftMs, intervals.tpotMs] {
      for share in [0.01, 0.05, 0.5, 0.95, 0.99] {
        #expect(interval.quantile(share).isFinite && interval.quantile(share) >= 0)
      }
    }
    let factors = try #require(after.latencyFactors(share: 0.9))
    #expect(factors.ttft.isFinite && factors.latency.isFinite && factors.latency > 0)
  }

  @Test func oneTokenHasNoTimePerFurtherOne() throws {
    let after = try Self.shipped.simulate(Self.point(osl: 1))
    #expect(after.tpotMs.mean == 0 && after.intervals?.tpotMs.p95 == 0)
    #expect(abs(after.e2eMs.mean / after.ttftMs.mean - 1) < 1e-9)
  }
}
