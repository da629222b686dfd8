import Foundation
import KernelTiming

/// Which file fills which table, and how its columns become a key.
struct SourceTable: Sendable {
  let file: String
  let add: @Sendable (CSVRow, inout PackedTablesWriter) throws -> Void

  static let all = [
    gemm, contextAttention, generationAttention, contextMLA, generationMLA, mlaMultiply, mlaContextBlock,
    mlaGenerationBlock, experts, allReduce, nccl, allToAll, deepEPLowLatency, deepEPHighThroughput,
    gatedDelta,
  ]

  static let gemm = SourceTable(file: "gemm") { row, writer in
    guard let format = try format(row, "gemm_dtype") else { return }
    writer.add(
      .gemm, key: try [system(row), engine(row), format, row.integer("n"), row.integer("k")],
      x: try row.integer("m"), milliseconds: try row.number("latency"))
  }

  static let contextAttention = SourceTable(file: "context_attention") { row, writer in
    guard let attention = try format(row, "attn_dtype"), let cache = try format(row, "kv_cache_dtype") else {
      return
    }
    writer.add(
      .contextAttention,
      key: try [
        system(row), engine(row), attention, cache, row.integer("head_dim"), row.integer("window_size"),
        row.integer("num_heads"), row.integer("num_key_value_heads"),
      ], y: try row.integer("batch_size"), x: try row.integer("isl"),
      milliseconds: try row.number("latency"))
  }

  static let generationAttention = SourceTable(file: "generation_attention") { row, writer in
    guard let cache = try format(row, "kv_cache_dtype") else { return }
    writer.add(
      .generationAttention,
      key: try [
        system(row), engine(row), cache, row.integer("head_dim"), row.integer("window_size"),
        row.integer("num_heads"), row.integer("num_key_value_heads"),
      ], y: try row.integer("batch_size"), x: try row.integer("isl") + row.integer("step"),
      milliseconds: try row.number("latency"))
  }

  static let contextMLA = SourceTable(file: "context_mla") { row, writer in
    guard let cache = try format(row, "kv_cache_dtype") else { return }
    writer.add(
      .contextMLA, key: try [system(row), engine(row), cache, row.integer("num_heads")],
      y: try row.integer("batch_size"), x: try row.integer("isl"), milliseconds: try row.number("latency"))
  }

  static let generationMLA = SourceTable(file: "generation_mla") { row, writer in
    guard let cache = try format(row, "kv_cache_dtype") else { return }
    writer.add(
      .generationMLA, key: try [system(row), engine(row), cache, row.integer("num_heads")],
      y: try row.integer("batch_size"), x: try row.integer("isl") + row.integer("step"),
      milliseconds: try row.number("latency"))
  }

  static let mlaMultiply = SourceTable(file: "mla_bmm") { row, writer in
    guard let format = try format(row, "bmm_dtype") else { return }
    let stage = try row.text("op_name") == "mla_gen_pre" ? 0 : 1
    writer.add(
      .mlaBatchedMultiply, key: try [system(row), engine(row), format, stage, row.integer("num_heads")],
      x: try row.integer("num_tokens"), milliseconds: try row.number("latency"))
  }

  static let mlaContextBlock = SourceTable(file: "mla_context_module") { row, writer in
    guard let attention = try format(row, "mla_dtype"), let cache = try format(row, "kv_cache_dtype"),
      let gemm = try format(row, "gemm_type")
    else { return }
    writer.add(
      .mlaContextBlock,
      key: try [system(row), engine(row), attention, cache, gemm, row.integer("num_heads")],
      y: try row.integer("batch_size"), x: try row.integer("isl"), milliseconds: try row.number("latency"))
  }

  static let mlaGenerationBlock = SourceTable(file: "mla_generation_module") { row, writer in
    guard let cache = try format(row, "kv_cache_dtype"), let gemm = try format(row, "gemm_type") else {
      return
    }
    writer.add(
      .mlaGenerationBlock, key: try [system(row), engine(row), cache, gemm, row.integer("num_heads")],
      y: try row.integer("batch_size"), x: try row.integer("isl") + row.integer("step") - 1,
      milliseconds: try row.number("latency"))
  }

  static let experts = SourceTable(file: "moe") { row, writer in
    guard let format = try format(row, "moe_dtype"),
      let distribution = KernelCode.distributions.firstIndex(of: try row.text("distribution"))
    else { return }
    writer.add(
      .experts,
      key: try [
        system(row), engine(row), format, row.integer("hidden_size"), row.integer("inter_size"),
        row.integer("topk"), row.integer("num_experts"), row.integer("moe_tp_size"),
        row.integer("moe_ep_size"), distribution,
      ], x: try row.integer("num_tokens"), milliseconds: try row.number("latency"))
  }

  static let allReduce = SourceTable(file: "custom_allreduce") { row, writer in
    let source = try row.text("kernel_source")
    // TensorRT-LLM's kernels were timed in CUDA graphs; the others both ways.
    let launches = source.hasPrefix("TRTLLM") ? [0, 1] : source.hasSuffix("graph") ? [1] : [0]
    for launch in launches {
      writer.add(
        .allReduce, key: try [system(row), engine(row), row.integer("num_gpus"), launch],
        x: try row.integer("message_size"), milliseconds: try row.number("latency"))
    }
  }

  static let nccl = SourceTable(file: "nccl") { row, writer in
    guard try row.text("nccl_dtype") == "half",
      let operation = KernelCode.ncclOperations.firstIndex(of: try row.text("op_name"))
    else { return }
    writer.add(
      .nccl, key: try [system(row), operation, row.integer("num_gpus")], x: try row.integer("message_size"),
      milliseconds: try row.number("latency"))
  }

  static let allToAll = SourceTable(file: "trtllm_alltoall") { row, writer in
    guard let format = try format(row, "moe_dtype"),
      let operation = KernelCode.allToAllOperations.firstIndex(of: try row.text("op_name"))
    else { return }
    writer.add(
      .allToAll, key: try [system(row), operation, format, row.integer("moe_ep_size")],
      x: try row.integer("num_tokens"), milliseconds: try row.number("latency"))
  }

  static let deepEPLowLatency = SourceTable(file: "wideep_deepep_ll") { row, writer in
    for (phase, column) in ["dispatch_avg_t_us", "combine_avg_t_us"].enumerated() {
      writer.add(
        .deepEPLowLatency, key: try deepEPKey(row, phase), x: try row.integer("num_token"),
        milliseconds: try row.number(column) / 1000)
    }
  }

  static let deepEPHighThroughput = SourceTable(file: "wideep_deepep_normal") { row, writer in
    for (phase, name) in ["dispatch", "combine"].enumerated() {
      let time = try row.number("\(name)_transmit_us") + row.number("\(name)_notify_us")
      writer.add(
        .deepEPHighThroughput, key: try deepEPKey(row, phase), x: try row.integer("num_token"),
        milliseconds: time / 1000)
    }
  }

  /// The kernels depend on the heads alone: rows of models that share them are one shape.
  static let gatedDelta = SourceTable(file: "gdn") { row, writer in
    let stage = try row.text("kernel_source").hasPrefix("causal_conv1d") ? 0 : 1
    let key = try [
      system(row), engine(row), stage, row.integer("num_k_heads"), row.integer("head_k_dim"),
      row.integer("num_v_heads"), row.integer("head_v_dim"),
    ]
    let batch = try row.integer("batch_size")
    let time = try row.number("latency")
    if try row.text("phase") == "context" {
      writer.add(
        .gatedDeltaContext, key: key, y: batch, x: try row.integer("seq_len"), milliseconds: time)
    } else {
      writer.add(.gatedDeltaGeneration, key: key, x: batch, milliseconds: time)
    }
  }

  private static func deepEPKey(_ row: CSVRow, _ phase: Int) throws -> [Int] {
    try [
      system(row), row.integer("node_num"), row.integer("hidden_size"), row.integer("num_topk"),
      row.integer("num_experts"), phase,
    ]
  }

  private static func system(_ row: CSVRow) throws -> Int {
    let name = try row.text("system")
    guard let code = KernelCode.system(name) else { throw PackError("unknown system \(name)") }
    return code
  }

  private static func engine(_ row: CSVRow) throws -> Int {
    let name = try row.text("backend")
    guard let code = ["trtllm": 0, "vllm": 1, "sglang": 2][name] else {
      throw PackError("unknown backend \(name)")
    }
    return code
  }

  private static let formats = [
    "bfloat16": 0, "half": 0, "fp8": 1, "fp8_block": 2, "nvfp4": 3, "w4a16_mxfp4": 4, "int4_wo": 5,
    "w4a8_mxfp4_mxfp8": KernelCode.mxfp4WithFP8Activations,
  ]

  private static func format(_ row: CSVRow, _ column: String) throws -> Int? { formats[try row.text(column)] }
}
