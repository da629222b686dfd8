import ServingModel

/// Points that behave as serving does: more users cost each of them speed, larger groups buy latency, data-parallel
/// attention buys throughput. The same in every run.
enum MadeUpPoints {
  /// Device speed relative to an H100.
  private static let systems = [
    ("h100_sxm", 1.0), ("h200_sxm", 1.3), ("b200_sxm", 2.9), ("b300_sxm", 3.1), ("gb200", 3.3),
    ("gb300", 3.6),
  ]
  private static let ladder = 12

  /// Twelve concurrencies of each deployment; GPU types take turns every 1,000 deployments.
  static func point(_ index: Int) -> Point {
    let number = index / ladder
    let size = 4 << (number % 4)
    let isParallel = number / 4 % 2 == 0
    let server = ServerConfiguration(
      parallelism: Parallelism(tp: isParallel ? 1 : size, dp: isParallel ? size : 1, ep: size),
      maxBatchSize: 64 << (number / 8 % 4), maxNumTokens: 2048 + number / 256, mtp: number / 32 % 4)
    let pool = ServerPool(servers: 1 + number / 128 % 2, configuration: server)
    let deployment = Deployment(
      system: systems[number / 1_000 % systems.count].0, model: "deepseek-ai/DeepSeek-R1", engine: .trtllm,
      quantization: Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8),
      topology: number % 3 == 0 ? .aggregated(pool) : .disaggregated(prefill: pool, decode: pool))
    return Point(
      deployment: deployment,
      workload: Workload(isl: 8150, osl: 1024, concurrency: 4 << (index % ladder)))
  }

  static func measurement(of point: Point) -> Measurement {
    let deployment = point.deployment
    let decode = deployment.topology.decodePool
    let parallel = decode.configuration.parallelism
    let base = systems.first { $0.0 == deployment.system }?.1 ?? 1
    // Servers of one kind differ by a quarter, as their keys have it.
    let speed = base * (0.75 + 0.25 * Double(UInt16(truncatingIfNeeded: point.stableKey.rawValue)) / 65_535)
    let users = Double(point.workload.concurrency) / Double(decode.servers)
    let gpus = Double(parallel.gpus)
    let isParallel = parallel.dp > 1
    let step =
      (isParallel ? 14 : 26 / gpus.squareRoot()) / speed.squareRoot()
      + (isParallel ? 0.55 : 0.8) * users / gpus / speed
    let tpot = (step + 1) / (1 + 0.4 * Double(decode.configuration.mtp))
    let ttft = 780 / speed * (1 + users / gpus / 40)
    var found = Measurement()
    found.gpus = deployment.gpus
    found.ttftMs = spread(ttft, 0.6)
    found.tpotMs = spread(tpot, 0.3)
    found.itlMs = spread(tpot * 1.3, 0.5)
    found.e2eMs = spread(ttft + tpot * 1023, 0.4)
    found.requestsPerSecond = users * Double(decode.servers) / found.e2eMs.mean * 1000
    found.outputTokensPerSecond = found.requestsPerSecond * 1024
    found.inputTokensPerSecond = found.requestsPerSecond * 8150
    found.tpsUser = 1000 / tpot
    found.e2eTpsUser = 1024 / found.e2eMs.p50 * 1000
    found.meanConcurrency = Double(point.workload.concurrency)
    found.requests = point.workload.concurrency * 10
    found.confidence = isParallel ? .interpolated : users > 512 ? .extrapolated : .measured
    found.intervals = PredictionIntervals(
      ttftMs: interval(ttft, 0.3), tpotMs: interval(tpot, 0.15), level: .transferred)
    return found
  }

  private static func spread(_ value: Double, _ width: Double) -> Distribution {
    Distribution(sorted: (0...8).map { value * (1 - width / 2 + width * Double($0 * $0) / 64) })
  }

  private static func interval(_ mean: Double, _ width: Double) -> PredictionInterval {
    PredictionInterval(
      p05: mean * (1 - width), p10: mean * (1 - 0.8 * width), p50: mean, p90: mean * (1 + width),
      p95: mean * (1 + 1.3 * width))
  }
}
