internal import ServingModel

/// What the values of a key are.
enum KeyKind: Hashable, Sendable {
  /// A whole number in a range.
  case whole(ClosedRange<Int>)
  /// A number in a range.
  case real(ClosedRange<Double>)
  case flag
  case system
  case model
  case engine
  case quantization
  /// A short form of a parallelism: `TEP8`.
  case label
  /// A list of acceptance rates by draft depth.
  case profile
  /// A value of `let:`: a number or a flag, as its expression says.
  case variable

  var words: String {
    switch self {
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .real(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .system: "the name of a GPU system"
    case .model: "the name of a model"
    case .engine: "trtllm, vllm or sglang"
    case .quantization: "a quantization such as nvfp4, or a mapping of gemm, moe, attention, kv_cache"
    case .label: "a short form such as TEP8, DEP8, TP4 or TEP16PP2"
    case .profile: "a list of acceptance rates from 0 to 1"
    case .variable: "a number, or true or false"
    }
  }
}

/// Which servers a key belongs to.
enum ServerRole: String, CaseIterable, Sendable {
  case server, prefill, decode
}

/// The keys of the language.
enum KeyTable {
  /// Bounds keep every product of counts far from overflow.
  static let count = 1...4096
  static let tokens = 1...(1 << 27)

  /// Keys of one server, in the order in which their axes vary (the first slowest).
  static let serverKeys: [(name: String, kind: KeyKind)] = [
    ("parallel", .label), ("world_size", .whole(count)), ("attention_dp", .flag),
    ("tp", .whole(count)), ("dp", .whole(count)), ("pp", .whole(count)), ("ep", .whole(count)),
    ("moe_tp", .whole(count)), ("servers", .whole(count)), ("chunked_prefill", .flag),
    ("max_num_tokens", .whole(tokens)), ("kv_fraction", .real(0...1)), ("eplb_slots", .whole(0...65536)),
    ("mtp", .whole(0...16)), ("max_batch_size", .whole(1...(1 << 20))),
  ]

  /// Keys of a block, in the order in which their axes vary.
  static let blockKeys: [(name: String, kind: KeyKind)] = [
    ("model", .model), ("system", .system), ("engine", .engine), ("quantization", .quantization),
    ("isl", .whole(tokens)), ("osl", .whole(tokens)), ("range_ratio", .real(0...1)),
    ("shared_prefix", .whole(0...(1 << 27))), ("mtp_acceptance", .profile),
    ("concurrency_per_decode_server", .whole(1...(1 << 20))), ("concurrency", .whole(1...(1 << 27))),
  ]

  static let workloadKeys: Set<String> = [
    "isl", "osl", "range_ratio", "shared_prefix", "mtp_acceptance", "concurrency_per_decode_server",
    "concurrency",
  ]

  /// Environment variables of the DGX Cloud recipe, as `knobs:` takes them.
  static let knobs: [String: String] = [
    "ISL": "isl", "OSL": "osl", "CONCURRENCY": "concurrency_per_decode_server",
    "NCTX": "prefill.servers", "CTX_WORLD_SIZE": "prefill.world_size",
    "CTX_MAX_BATCH_SIZE": "prefill.max_batch_size", "CTX_MAX_NUM_TOKENS": "prefill.max_num_tokens",
    "CTX_GPU_MEMORY_FRACTION": "prefill.kv_fraction", "CTX_ATTENTION_DP": "prefill.attention_dp",
    "NGEN": "decode.servers", "GEN_WORLD_SIZE": "decode.world_size",
    "GEN_MAX_BATCH_SIZE": "decode.max_batch_size", "GEN_MAX_NUM_TOKENS": "decode.max_num_tokens",
    "GEN_GPU_MEMORY_FRACTION": "decode.kv_fraction", "GEN_ATTENTION_DP": "decode.attention_dp",
    "GEN_EPLB_NUM_SLOTS": "decode.eplb_slots", "GEN_MTP_SIZE": "decode.mtp",
  ]

  /// What other tools call our keys: an unknown key found here gets our name as the remedy.
  static let foreignNames: [String: String] = [
    "tensor_parallel_size": "tp", "tp_size": "tp", "data_parallel_size": "dp", "dp_size": "dp",
    "pipeline_parallel_size": "pp", "pp_size": "pp", "ep_size": "ep", "moe_expert_parallel_size": "ep",
    "moe_tensor_parallel_size": "moe_tp", "enable_attention_dp": "attention_dp",
    "dp_attention": "attention_dp", "dp-attn": "attention_dp", "enable_dp_attention": "attention_dp",
    "max_num_seqs": "max_batch_size", "max_running_requests": "max_batch_size",
    "max_num_batched_tokens": "max_num_tokens", "chunked_prefill_size": "max_num_tokens",
    "free_gpu_memory_fraction": "kv_fraction", "kv_cache_free_gpu_mem_fraction": "kv_fraction",
    "gpu_memory_utilization": "kv_fraction", "mem_fraction_static": "kv_fraction",
    "enable_chunked_prefill": "chunked_prefill", "num_nextn_predict_layers": "mtp",
    "num_speculative_tokens": "mtp", "speculative_num_steps": "mtp", "num_slots": "eplb_slots",
    "num_servers": "servers", "num_instances": "servers", "num_worker": "servers", "gpu": "system",
    "gpus": "world_size", "hardware": "system", "framework": "engine", "backend": "engine",
    "precision": "quantization", "dtype": "quantization", "conc": "concurrency",
    "conc-list": "concurrency", "random_range_ratio": "range_ratio", "input_len": "isl",
    "output_len": "osl", "input_sequence_length": "isl", "output_sequence_length": "osl",
    "context": "prefill", "generation": "decode", "ctx": "prefill", "gen": "decode",
  ]

  private static let kinds: [String: KeyKind] = {
    var kinds = Dictionary(uniqueKeysWithValues: blockKeys.map { ($0.name, $0.kind) })
    for role in ServerRole.allCases {
      for (name, kind) in serverKeys { kinds["\(role.rawValue).\(name)"] = kind }
    }
    return kinds
  }()

  /// Kind of a key by its full name: `isl`, `decode.tp`.
  static func kind(_ key: String) -> KeyKind? { kinds[key] }

  static let serverKeyNames = serverKeys.map(\.name)
  static let blockKeyNames = blockKeys.map(\.name)

  /// Keys that say how a server spreads over its GPUs: a block that sets some of them takes none of the
  /// others from `defaults`.
  static let shapeKeys = ["parallel", "world_size", "attention_dp", "tp", "dp", "pp", "ep", "moe_tp"]
}
