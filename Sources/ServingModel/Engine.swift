/// The software that serves the model.
public enum Engine: String, CaseIterable, Codable, Sendable, Hashable {
  case trtllm
  case vllm
  case sglang

  /// Name as its makers write it.
  public var displayName: String {
    switch self {
    case .trtllm: "TensorRT-LLM"
    case .vllm: "vLLM"
    case .sglang: "SGLang"
    }
  }

  /// How the engine fills an iteration when prompts wait while others decode.
  ///
  /// TensorRT-LLM and vLLM mix prefill chunks and decodes under one token budget; SGLang runs
  /// waiting prompts in iterations of their own first (without `--enable-mixed-chunk`).
  public var scheduling: SchedulingPolicy {
    switch self {
    case .trtllm, .vllm: .mixed
    case .sglang: .prefillFirst
    }
  }

  /// Tokens in one block of the KV cache (defaults: TensorRT-LLM 32, vLLM 16, SGLang page size 1).
  public var kvBlockTokens: Int {
    switch self {
    case .trtllm: 32
    case .vllm: 16
    case .sglang: 1
    }
  }
}

/// Who goes first into an iteration.
public enum SchedulingPolicy: String, Codable, Sendable, Hashable {
  /// Running decodes first, waiting prompts fill the rest of the token budget.
  case mixed
  /// Waiting prompts that fit run alone; decodes pause meanwhile.
  case prefillFirst = "prefill_first"
}
