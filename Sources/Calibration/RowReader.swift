internal import ServingModel

/// Reads one row of a measured table into a point.
struct RowReader {
  let line: Int
  let columns: [String: Int]
  let fields: [String]

  func measured() throws(RowProblem) -> MeasuredRow {
    let model = try named("model") { name throws(CatalogueError) in try Catalogue.model(name) }
    let system = try named("system") { name throws(CatalogueError) in try Catalogue.system(name) }
    let engine = try named("backend") { name throws(CatalogueError) in try Catalogue.engine(name) }
    let quantization = try quantization(model: model, system: system, engine: engine)
    let isl = try count("isl")
    let osl = try count("osl")
    let concurrency = try count("concurrency")
    let defaults = EngineDefaults(engine: engine, system: system, isl: isl, concurrency: concurrency)
    let topology: Topology =
      switch text("mode") {
      case "agg": .aggregated(try aggregated(defaults, model: model, concurrency: concurrency))
      case "disagg":
        .disaggregated(
          prefill: try pool("prefill", model: model, isl: isl, tokens: max(8192, isl)),
          decode: try pool("decode", model: model, isl: isl, tokens: 0))
      default: throw problem("mode", "`\(text("mode"))` is neither agg nor disagg")
      }
    let ttft = try time("ttft_ms")
    let tpot = try time("tpot_ms")
    let deployment = Deployment(
      system: system.name, model: model.name, engine: engine, quantization: quantization, topology: topology)
    // Runs of this kind draw lengths from 0.8 to 1.0 of the nominal ones (InferenceX's default).
    let workload = Workload(isl: isl, osl: osl, rangeRatio: rangeRatio(isl), concurrency: concurrency)
    return MeasuredRow(
      id: text("id"), point: Point(deployment: deployment, workload: workload), precision: text("precision"),
      ttftMs: ttft, tpotMs: tpot)
  }

  /// Nightly runs of 1k and 8k prompts use InferenceX's random lengths; the others fixed ones.
  private func rangeRatio(_ isl: Int) -> Double {
    let nightly = (isl == 1024 || isl == 8192) && ["1024", "8192"].contains(text("osl"))
    return nightly ? 0.8 : 1
  }

  private func aggregated(
    _ defaults: EngineDefaults, model: ModelArchitecture, concurrency: Int
  ) throws(RowProblem) -> ServerPool {
    let dp = try optionalCount("attention_dp") ?? 1
    let pp = try optionalCount("pp") ?? 1
    let parallel = try parallelism(
      tp: try count("tp"), dp: dp, pp: pp, moeTP: optionalCount("moe_tp"), ep: optionalCount("moe_ep"))
    let perRank = (concurrency + dp - 1) / dp
    return ServerPool(
      servers: 1,
      configuration: ServerConfiguration(
        parallelism: parallel, maxBatchSize: max(perRank, 8),
        maxNumTokens: max(defaults.maxNumTokens, perRank), kvMemoryFraction: 0.9))
  }

  private func pool(
    _ role: String, model: ModelArchitecture, isl: Int, tokens: Int
  ) throws(RowProblem) -> ServerPool {
    let dp = try optionalCount("\(role)_attention_dp_size") ?? 1
    let parallel = try parallelism(
      tp: try count("\(role)_tp_size"), dp: dp, pp: optionalCount("\(role)_pp_size") ?? 1,
      moeTP: optionalCount("\(role)_moe_tp_size"), ep: optionalCount("\(role)_moe_ep_size"))
    // Sources record 1 for prefill servers whatever they ran with: their token budget is what limits them.
    let batch = max(try optionalCount("\(role)_batch_size") ?? 1, tokens / isl)
    return ServerPool(
      servers: try count("\(role)_num_workers"),
      configuration: ServerConfiguration(
        parallelism: parallel, maxBatchSize: max(batch, 1), maxNumTokens: max(tokens, batch),
        kvMemoryFraction: 0.85))
  }

  private func parallelism(
    tp: Int, dp: Int, pp: Int, moeTP: Int?, ep: Int?
  ) throws(RowProblem) -> Parallelism {
    let expert = ep ?? max(1, tp * dp / (moeTP ?? (tp * dp)))
    return Parallelism(tp: tp, dp: dp, pp: pp, moeTP: moeTP ?? max(1, tp * dp / expert), ep: expert)
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

  private func format(_ column: String) throws(RowProblem) -> NumberFormat? {
    let name = text(column)
    if name.isEmpty { return nil }
    guard let format = NumberFormat(rawValue: name == "bfloat16" ? "bf16" : name) else {
      throw problem(column, "`\(name)` is not a number format")
    }
    return format
  }

  private func named<T>(
    _ column: String, _ find: (String) throws(CatalogueError) -> T
  ) throws(RowProblem) -> T {
    do throws(CatalogueError) {
      return try find(text(column))
    } catch {
      throw problem(column, "\(error)")
    }
  }

  func text(_ column: String) -> String {
    guard let index = columns[column], index < fields.count else { return "" }
    return fields[index]
  }

  private func optionalCount(_ column: String) throws(RowProblem) -> Int? {
    let value = text(column)
    if value.isEmpty { return nil }
    guard let number = Double(value), let whole = Int(exactly: number), whole >= 1, whole <= 1 << 30 else {
      throw problem(column, "`\(value)` is not a whole number of at least 1")
    }
    return whole
  }

  private func count(_ column: String) throws(RowProblem) -> Int {
    guard let value = try optionalCount(column) else { throw problem(column, "the value is missing") }
    return value
  }

  private func time(_ column: String) throws(RowProblem) -> Double {
    guard let value = Double(text(column)), value > 0, value.isFinite else {
      throw problem(column, "`\(text(column))` is not a time in milliseconds above 0")
    }
    return value
  }

  private func problem(_ column: String, _ reason: String) -> RowProblem {
    RowProblem(line: line, column: column, reason: reason)
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
