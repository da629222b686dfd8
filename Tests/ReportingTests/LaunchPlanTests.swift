import Reporting
import ServingModel
import Testing

@Suite struct LaunchPlanTests {
  static func point(
    _ engine: Engine, _ topology: Topology, model: String = "deepseek-ai/DeepSeek-R1",
    system: String = "gb200", isl: Int = 8150, prefix: Int = 0
  ) -> Point {
    Point(
      deployment: Deployment(
        system: system, model: model, engine: engine,
        quantization: Quantization(gemm: .nvfp4, moe: .nvfp4, attention: .bf16, kvCache: .fp8),
        topology: topology),
      workload: Workload(isl: isl, osl: 1024, concurrency: 2048, sharedPrefix: prefix))
  }

  /// `dep` ranks of attention data parallel with expert parallel.
  static func pool(
    _ servers: Int, dep: Int, batch: Int, tokens: Int, fraction: Double = 0.8, mtp: Int = 0, slots: Int = 0
  ) -> ServerPool {
    ServerPool(
      servers: servers,
      configuration: ServerConfiguration(
        parallelism: Parallelism(tp: 1, dp: dep, ep: dep), maxBatchSize: batch, maxNumTokens: tokens,
        kvMemoryFraction: fraction, mtp: mtp, eplbSlots: slots))
  }

  static let disaggregated = Topology.disaggregated(
    prefill: pool(6, dep: 4, batch: 1, tokens: 4096, fraction: 0.75),
    decode: pool(1, dep: 16, batch: 256, tokens: 1024, mtp: 3, slots: 288))
  static let aggregated = Topology.aggregated(pool(1, dep: 8, batch: 256, tokens: 8192, mtp: 1))

  static func text(_ point: Point, isMoE: Bool = true) -> String {
    LaunchPlan(point: point, isMoE: isMoE).lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: Engine.allCases) func attentionDataParallel(_ engine: Engine) throws {
    try Golden.expect(Self.text(Self.point(engine, Self.aggregated)), "launch-\(engine.rawValue)-agg.sh")
  }

  @Test(arguments: Engine.allCases) func prefillAndDecodePools(_ engine: Engine) throws {
    try Golden.expect(
      Self.text(Self.point(engine, Self.disaggregated)), "launch-\(engine.rawValue)-disagg.sh")
  }

  @Test(arguments: Engine.allCases) func denseTensorParallel(_ engine: Engine) throws {
    let server = ServerConfiguration(
      parallelism: Parallelism(tp: 4, pp: 2), maxBatchSize: 128, maxNumTokens: 2048, chunkedPrefill: false)
    var point = Self.point(
      engine, .aggregated(ServerPool(servers: 2, configuration: server)),
      model: "meta-llama/Llama-3.1-70B", system: "h100_sxm", isl: 1024, prefix: 512)
    point.deployment.quantization = Quantization(gemm: .bf16, moe: .bf16, kvCache: .bf16)
    try Golden.expect(Self.text(point, isMoE: false), "launch-\(engine.rawValue)-dense.sh")
  }

  @Test func aModelPathIsOneWordOfTheShell() {
    let text = Self.text(Self.point(.vllm, Self.aggregated, model: "/models/it's $(here); rm"))
    #expect(text.contains(#"vllm serve '/models/it'\''s $(here); rm' \"#))
  }
}
