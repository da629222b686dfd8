import ServingModel
import SimulatorBenchmark
import Testing

@Suite struct UnmeasuredSettingsTests {
  private func intervals(mtp: Int) throws -> PredictionIntervals {
    let server = ServerConfiguration(
      parallelism: Parallelism(tp: 8), maxBatchSize: 64, maxNumTokens: 8192, mtp: mtp)
    let deployment = Deployment(
      system: "b200_sxm", model: "deepseek-ai/DeepSeek-R1", engine: .trtllm,
      quantization: Quantization(gemm: .nvfp4, moe: .nvfp4, attention: .bf16, kvCache: .fp8),
      topology: .aggregated(ServerPool(servers: 1, configuration: server)))
    let point = Point(deployment: deployment, workload: Workload(isl: 1024, osl: 1024, concurrency: 16))
    return try #require(try SimulatorBenchmark().simulate(point).intervals)
  }

  /// No measured row is known to use draft tokens, so a group with rows is no group of such a point.
  @Test func draftTokensAreTransferredAndLessCertain() throws {
    let plain = try intervals(mtp: 0)
    let drafted = try intervals(mtp: 2)
    #expect(plain.level == .calibrated)
    #expect(drafted.level == .transferred)
    #expect(drafted.tpotMs.p95 / drafted.tpotMs.p05 > plain.tpotMs.p95 / plain.tpotMs.p05)
  }
}
