internal import ServingModel

/// One column of the CSV file, one field of the JSON objects: the same names everywhere.
public struct ReportColumn: Sendable {
  public let name: String
  /// What it holds, with its unit, for the documentation.
  public let meaning: String
  public let value: @Sendable (ReportRow) -> Cell

  /// One value.
  public enum Cell: Sendable, Hashable {
    case text(String)
    case integer(Int)
    /// Not finite: written as empty (CSV) or null (JSON).
    case real(Double)
    case flag(Bool)
    case empty

    /// The value as a number; not a number for text.
    var number: Double {
      switch self {
      case .integer(let value): Double(value)
      case .real(let value): value
      case .flag(let value): value ? 1 : 0
      case .text, .empty: .nan
      }
    }
  }

  /// All columns in the order of the files.
  public static let all: [ReportColumn] =
    identity + poolColumns("prefill") { $0.topology.prefillIfSeparate }
    + poolColumns("decode") { $0.topology.decodePool } + figures + intervals + source

  /// The measured figures: rates and latencies.
  static let figures: [ReportColumn] =
    rates + latency("ttft", "time to first token") { $0.ttftMs }
    + latency("tpot", "time per output token after the first") { $0.tpotMs }
    + latency("itl", "gap between chunks") { $0.itlMs }
    + latency("e2e", "request latency") { $0.e2eMs }

  private static let identity: [ReportColumn] = [
    .init("point", "stable key of the point, 16 hexadecimal digits") { .text($0.key.description) },
    .init("run", "run that measured it") { .text($0.run) },
    .init("model", "model") { .text($0.deployment.model) },
    .init("system", "GPU type") { .text($0.system) },
    .init("engine", "trtllm, vllm or sglang") { .text($0.deployment.engine.rawValue) },
    .init("topology", "agg, or disagg with separate prefill servers") {
      .text($0.deployment.topology.name)
    },
    .init("label", "servers and parallelism in short form, prefill + decode") { .text($0.label) },
    .init("quantization", "number formats in short form") { .text($0.deployment.quantization.label) },
    .init("weights", "format of dense weights") { .text($0.deployment.quantization.gemm.rawValue) },
    .init("expert_weights", "format of routed experts") {
      .text($0.deployment.quantization.moe.rawValue)
    },
    .init("kv_cache", "format of the KV cache") { .text($0.deployment.quantization.kvCache.rawValue) },
    .init("gpus", "GPUs, prefill and decode") { .integer($0.deployment.gpus) },
    .init("concurrency", "requests in flight over all servers") { .integer($0.workload.concurrency) },
    .init("isl", "input length, tokens") { .integer($0.workload.isl) },
    .init("osl", "output length, tokens") { .integer($0.workload.osl) },
    .init("range_ratio", "lengths are uniform in [ratio x L, L]") { .real($0.workload.rangeRatio) },
    .init("shared_prefix", "tokens of each prompt that are cached already") {
      .integer($0.workload.sharedPrefix)
    },
    .init("mtp", "draft tokens per decode iteration") { .integer($0.deployment.mtp) },
    .init("chunk", "token budget of an iteration of the servers that prefill") { .integer($0.chunk) },
  ]

  private static let rates: [ReportColumn] = [
    .init("tps_user", "mean over requests of 1 / TPOT, tokens/s") { .real($0.measurement.tpsUser) },
    .init("tps_gpu", "output tokens/s over all GPUs") { .real($0.measurement.tpsGPU) },
    .init("total_tps_gpu", "input and output tokens/s over all GPUs") {
      .real($0.measurement.totalTpsGPU)
    },
    .init("interactivity", "1000 / median TPOT in ms, tokens/s") { .real($0.measurement.interactivity) },
    .init("e2e_tps_user", "mean over requests of output tokens / latency, tokens/s") {
      .real($0.measurement.e2eTpsUser)
    },
    .init("requests_per_second", "completed requests/s") { .real($0.measurement.requestsPerSecond) },
    .init("output_tps", "output tokens/s of the deployment") {
      .real($0.measurement.outputTokensPerSecond)
    },
    .init("input_tps", "input tokens/s of the deployment") {
      .real($0.measurement.inputTokensPerSecond)
    },
    .init("mean_concurrency", "requests in flight, time average") {
      .real($0.measurement.meanConcurrency)
    },
    .init("requests", "requests behind the figures") { .integer($0.measurement.requests) },
  ]

  private static let source: [ReportColumn] = [
    .init("confidence", "measured, interpolated, extrapolated or roofline") {
      .text($0.measurement.confidence.name)
    },
    .init("method", "simulator, server, …") { .text($0.method) },
    .init("on_frontier", "1 on the frontier of all GPU types") { .flag($0.onFrontier) },
    .init("on_system_frontier", "1 on the frontier of its GPU type") { .flag($0.onSystemFrontier) },
  ]

  init(_ name: String, _ meaning: String, _ value: @escaping @Sendable (ReportRow) -> Cell) {
    self.name = name
    self.meaning = meaning
    self.value = value
  }

  /// Columns of one pool; empty where there is none (prefill of aggregated servers).
  private static func poolColumns(
    _ role: String, _ pool: @escaping @Sendable (Deployment) -> ServerPool?
  ) -> [ReportColumn] {
    func column(_ name: String, _ meaning: String, _ cell: @escaping @Sendable (ServerPool) -> Cell)
      -> ReportColumn
    {
      ReportColumn("\(role)_\(name)", "\(role) servers: \(meaning)") { row in
        pool(row.deployment).map(cell) ?? .empty
      }
    }
    return [
      column("servers", "how many") { .integer($0.servers) },
      column("tp", "attention tensor parallel") { .integer($0.configuration.parallelism.tp) },
      column("dp", "attention data parallel") { .integer($0.configuration.parallelism.dp) },
      column("pp", "pipeline stages") { .integer($0.configuration.parallelism.pp) },
      column("ep", "expert parallel") { .integer($0.configuration.parallelism.ep) },
      column("moe_tp", "expert tensor parallel") { .integer($0.configuration.parallelism.moeTP) },
      column("max_batch_size", "sequences per rank") { .integer($0.configuration.maxBatchSize) },
      column("max_num_tokens", "tokens per iteration and rank") { .integer($0.configuration.maxNumTokens) },
      column("kv_fraction", "share of free memory for the KV cache") {
        .real($0.configuration.kvMemoryFraction)
      },
      column("chunked_prefill", "1 where prompts may be split") { .flag($0.configuration.chunkedPrefill) },
      column("mtp", "draft tokens per iteration") { .integer($0.configuration.mtp) },
      column("eplb_slots", "expert load balancer slots, 0 off") { .integer($0.configuration.eplbSlots) },
    ]
  }

  private static func latency(
    _ name: String, _ meaning: String, _ pick: @escaping @Sendable (Measurement) -> Distribution
  ) -> [ReportColumn] {
    Distribution.figures.map { figure, value in
      ReportColumn("\(name)_ms_\(figure)", "\(meaning), \(figure), ms") { row in
        .real(value(pick(row.measurement)))
      }
    }
  }
}

extension Topology {
  /// The prefill pool of disaggregated servers.
  var prefillIfSeparate: ServerPool? {
    if case .disaggregated(let prefill, _) = self { return prefill }
    return nil
  }
}

extension Distribution {
  /// The figures of a distribution by their names in files.
  static let figures: [(String, @Sendable (Distribution) -> Double)] = [
    ("mean", { $0.mean }), ("std", { $0.standardDeviation }), ("min", { $0.minimum }), ("p1", { $0.p1 }),
    ("p5", { $0.p5 }), ("p10", { $0.p10 }), ("p25", { $0.p25 }), ("p50", { $0.p50 }), ("p75", { $0.p75 }),
    ("p90", { $0.p90 }), ("p95", { $0.p95 }), ("p99", { $0.p99 }), ("max", { $0.maximum }),
  ]
}
