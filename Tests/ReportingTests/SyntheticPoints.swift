import ParetoFrontier
import Reporting
import ServingModel

/// Points of three GPU types that behave as serving does: more users cost each of them speed, larger groups
/// buy latency, data-parallel attention buys throughput. The same in every run.
enum SyntheticPoints {
  /// Device speed relative to an H100.
  static let speeds = [("h100_sxm", 1.0), ("b200_sxm", 2.9), ("gb200", 3.3)]
  static let mtpGain = [1, 1.7, 2.1, 2.4]

  static func rows(_ count: Int, model: String = "deepseek-ai/DeepSeek-R1") -> [ReportRow] {
    var rows: [ReportRow] = []
    var state: UInt64 = 42
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    while rows.count < count {
      let (system, speed) = speeds[rows.count % 3]
      let engine = random() < 0.7 ? Engine.trtllm : random() < 0.5 ? .vllm : .sglang
      let decode = server(gpus: system == "h100_sxm" ? [8, 16] : [4, 8, 16, 32], random)
      var topology = Topology.aggregated(ServerPool(servers: 1 + Int(random() * 2), configuration: decode))
      if random() < 0.6 {
        var prefill = server(gpus: [4, 8], random)
        prefill.mtp = decode.mtp
        topology = .disaggregated(
          prefill: ServerPool(servers: 1 + Int(random() * 8), configuration: prefill),
          decode: ServerPool(servers: 1 + Int(random() * 2), configuration: decode))
      }
      let deployment = Deployment(
        system: system, model: model, engine: engine,
        quantization: speed > 1
          ? Quantization(gemm: .nvfp4, moe: .nvfp4, attention: .bf16, kvCache: .fp8)
          : Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8),
        topology: topology)
      for exponent in 2...11 where rows.count < count {
        let point = Point(
          deployment: deployment, workload: Workload(isl: 8150, osl: 1024, concurrency: 1 << exponent))
        rows.append(
          ReportRow(
            key: point.stableKey, run: "r1", point: point,
            measurement: measurement(point, speed: speed * (0.75 + 0.25 * random())), isMoE: true,
            method: "simulator"))
      }
    }
    return rows
  }

  private static func server(gpus: [Int], _ random: () -> Double) -> ServerConfiguration {
    let size = gpus[Int(random() * Double(gpus.count))]
    let dep = random() < 0.5
    return ServerConfiguration(
      parallelism: Parallelism(tp: dep ? 1 : size, dp: dep ? size : 1, ep: size),
      maxBatchSize: [64, 256, 512][Int(random() * 3)], maxNumTokens: [2048, 4096, 8192][Int(random() * 3)],
      mtp: Int(random() * 4))
  }

  private static func measurement(_ point: Point, speed: Double) -> Measurement {
    let decode = point.deployment.topology.decodePool
    let parallel = decode.configuration.parallelism
    let users = Double(point.workload.concurrency) / Double(decode.servers)
    let gpus = Double(parallel.gpus)
    let dep = parallel.dp > 1
    let gain = mtpGain[decode.configuration.mtp]
    let step =
      (dep ? 14 : 26 / gpus.squareRoot()) / speed.squareRoot() + (dep ? 0.55 : 0.8) * users / gpus / speed
    let tpot = (step + (dep ? 2 : 1)) / gain * (1 + 0.12 * Double(decode.configuration.mtp) * users / 2048)
    let prefillGPUs = Double(point.deployment.topology.prefillPool.gpus)
    let perSecond = users * Double(decode.servers) / (tpot * 1024 / 1000 + 1)
    let load = perSecond * 8150 / (prefillGPUs * 14000 * speed)
    let cap = max(1, load)
    var result = Measurement()
    result.gpus = point.deployment.gpus
    func spread(_ value: Double, _ width: Double) -> Distribution {
      Distribution(sorted: (0...20).map { value * (1 - width / 2 + width * Double($0 * $0) / 200) })
    }
    result.ttftMs = spread(8150 / (4 * 2.6 * speed) * cap * (1 + min(load, 1)) + (cap - 1) * 3000, 0.6)
    result.tpotMs = spread(tpot, 0.3)
    result.itlMs = spread(tpot * gain, 0.5)
    result.e2eMs = spread(result.ttftMs.p50 + tpot * 1023, 0.4)
    result.requestsPerSecond = perSecond / cap
    result.outputTokensPerSecond = result.requestsPerSecond * 1024
    result.inputTokensPerSecond = result.requestsPerSecond * 8150
    result.tpsUser = 1000 / tpot
    result.e2eTpsUser = 1024 / result.e2eMs.p50 * 1000
    result.meanConcurrency = Double(point.workload.concurrency)
    result.requests = point.workload.concurrency * 10
    result.confidence = dep ? .interpolated : users > 512 ? .extrapolated : .measured
    return result
  }

  static func report(
    _ rows: [ReportRow], limits: FrontierLimits = FrontierLimits(), title: String = "Throughput frontier"
  ) throws -> FrontierReport {
    try FrontierReport(
      question: .init(
        title: title, model: rows.first?.deployment.model ?? "m", isl: 8150, osl: 1024, limits: limits),
      rows: rows,
      counts: .init(
        evaluated: rows.count, rejected: ["kv_memory": 1204, "engine_parallelism": 311], wallSeconds: 12.4),
      provenance: .init(
        programVersion: "0.1.0", tablesVersion: "2026-11", spaceName: "deepseek-r1", spaceHash: "9c1f22ab",
        seed: 1, createdAt: "2026-11-21T08:00:00Z"))
  }
}
