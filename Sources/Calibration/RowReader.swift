internal import ServingModel

/// Reads one row of a table into a point, and into a measurement where the table has one.
struct RowReader {
  let line: Int
  let columns: [String: Int]
  let fields: [String]

  /// Columns without which no row is a point. A row may leave some of them empty.
  static let pointColumns = [
    "model", "system", "backend", "precision", "mode", "isl", "osl", "gemm_quant", "moe_quant", "concurrency",
  ]

  func measured() throws(RowProblem) -> MeasuredRow {
    MeasuredRow(
      id: text("id"), point: try point(), precision: text("precision"), engineVersion: engineVersion,
      ttftMs: try time("ttft_ms"),
      tpotMs: try time("tpot_ms"))
  }

  /// Of the engine; none where the table has no such column.
  var engineVersion: String? { columns["backend_version"] == nil ? nil : text("backend_version") }

  /// The place in the design space. Measured values are not looked at.
  func point() throws(RowProblem) -> Point {
    let model = try named("model") { name throws(CatalogueError) in try Catalogue.model(name) }
    let system = try named("system") { name throws(CatalogueError) in try Catalogue.system(name) }
    let engine = try named("backend") { name throws(CatalogueError) in try Catalogue.engine(name) }
    let quantization = try quantization(model: model, system: system, engine: engine)
    let isl = try count("isl", atMost: ColumnLimits.tokens)
    let osl = try count("osl", atMost: ColumnLimits.tokens)
    let concurrency = try count("concurrency", atMost: ColumnLimits.concurrency)
    let defaults = EngineDefaults(engine: engine, system: system, isl: isl, concurrency: concurrency)
    let topology = try topology(defaults, isl: isl, concurrency: concurrency)
    try checkAgreement(topology, concurrency: concurrency)
    let deployment = Deployment(
      system: system.name, model: model.name, engine: engine, quantization: quantization, topology: topology)
    // Runs of this kind draw lengths from 0.8 to 1.0 of the nominal ones (InferenceX's default).
    let workload = Workload(isl: isl, osl: osl, rangeRatio: rangeRatio(isl, osl), concurrency: concurrency)
    return Point(deployment: deployment, workload: workload)
  }

  /// Nightly runs of 1k and 8k prompts use InferenceX's random lengths; the others fixed ones.
  private func rangeRatio(_ isl: Int, _ osl: Int) -> Double {
    [isl, osl].allSatisfy { $0 == 1024 || $0 == 8192 } ? 0.8 : 1
  }

  private func topology(
    _ defaults: EngineDefaults, isl: Int, concurrency: Int
  ) throws(RowProblem) -> Topology {
    switch text("mode") {
    case "agg":
      try checkModeColumns("agg")
      return .aggregated(try aggregated(defaults, concurrency: concurrency))
    case "disagg":
      try checkModeColumns("disagg")
      return .disaggregated(
        prefill: try pool("prefill", isl: isl, tokens: max(8192, isl)),
        decode: try pool("decode", isl: isl, tokens: 0))
    default: throw problem("mode", "\(shown("mode")) is neither agg nor disagg")
    }
  }

  private func aggregated(
    _ defaults: EngineDefaults, concurrency: Int
  ) throws(RowProblem) -> ServerPool {
    let parallel = try parallelism(ParallelColumns.aggregated)
    let perRank = (concurrency + parallel.dp - 1) / parallel.dp
    // No engine's recipe runs more sequences than this on a rank.
    let batch = min(max(perRank, 8), ColumnLimits.batch)
    return ServerPool(
      servers: 1,
      configuration: ServerConfiguration(
        parallelism: parallel, maxBatchSize: batch, maxNumTokens: max(defaults.maxNumTokens, batch),
        kvMemoryFraction: 0.9))
  }

  private func pool(_ role: String, isl: Int, tokens: Int) throws(RowProblem) -> ServerPool {
    let parallel = try parallelism(ParallelColumns(role: role))
    // Sources record 1 for prefill servers whatever they ran with: their token budget is what limits them.
    let batch = max(try optionalCount("\(role)_batch_size", atMost: ColumnLimits.batch) ?? 1, tokens / isl)
    return ServerPool(
      servers: try count("\(role)_num_workers", atMost: ColumnLimits.servers),
      configuration: ServerConfiguration(
        parallelism: parallel, maxBatchSize: batch, maxNumTokens: max(tokens, batch),
        kvMemoryFraction: 0.85))
  }

  private func parallelism(_ names: ParallelColumns) throws(RowProblem) -> Parallelism {
    let limit = ColumnLimits.parallelSize
    let tp = try count(names.tp, atMost: limit)
    let dp = try optionalCount(names.dp, atMost: limit) ?? 1
    let moeTP = try optionalCount(names.moeTP, atMost: limit)
    let ep = try optionalCount(names.ep, atMost: limit)
    let expert = ep ?? max(1, tp * dp / (moeTP ?? (tp * dp)))
    let parallel = Parallelism(
      tp: tp, dp: dp, pp: try optionalCount(names.pp, atMost: limit) ?? 1,
      moeTP: moeTP ?? max(1, tp * dp / expert), ep: expert)
    try checkExperts(parallel, names)
    return parallel
  }

  /// Labels are coarse: checkpoints tell what `fp8` and `fp4` stand for.
  private func quantization(
    model: ModelArchitecture, system: GPUSystem, engine: Engine
  ) throws(RowProblem) -> Quantization {
    let label = text("gemm_quant")
    func checkpoint(_ format: NumberFormat?) -> NumberFormat? {
      format == .fp8 && model.checkpoint?.gemm == .fp8Block ? .fp8Block : format
    }
    let gemm = checkpoint(try format("gemm_quant")) ?? .bf16
    let moe = checkpoint(try format("moe_quant")) ?? gemm
    if model.checkpoint?.moe == .mxfp4 {
      let cache: NumberFormat = engine == .trtllm || system.smVersion >= 100 ? .fp8 : .bf16
      return Quantization(gemm: .bf16, moe: .mxfp4, kvCache: cache)
    }
    // ModelOpt's checkpoints (per-tensor FP8, NVFP4) ask for an FP8 cache; the others leave it at 16 bits.
    let asksForFP8 = gemm == .nvfp4 || gemm == .fp8
    // vLLM's recipes for Blackwell set an FP8 cache; without it, servers that ran at full rate could not have.
    let eightBit = engine == .trtllm || (engine == .vllm && system.smVersion >= 100)
    let cache: NumberFormat = asksForFP8 || (eightBit && gemm != .bf16) ? .fp8 : .bf16
    if label == "nvfp4", model.keepsAttentionIn16Bits {
      return Quantization(gemm: gemm, moe: moe, attention: .bf16, kvCache: cache)
    }
    guard case .latent = model.attention else {
      return Quantization(gemm: gemm, moe: moe, kvCache: cache)
    }
    // DeepSeek's FP8 checkpoint is block-scaled.
    return Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: cache)
  }
}

/// Limits that a source does not record, as public recipes of each engine set them.
struct EngineDefaults {
  var maxNumTokens: Int

  init(engine: Engine, system: GPUSystem, isl: Int, concurrency: Int) {
    switch engine {
    case .trtllm:
      // InferenceMAX's rule for --max_num_tokens: one prompt and one token of every request, in steps of 64.
      maxNumTokens = (concurrency + isl + 127) / 64 * 64
    case .vllm:
      maxNumTokens = 8192
    case .sglang:
      maxNumTokens = system.memoryBytes > 160e9 ? 16384 : 8192
    }
  }
}
