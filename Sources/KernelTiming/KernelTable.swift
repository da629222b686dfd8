public import ServingModel

/// The measured tables and the columns that name one curve in each.
///
/// Raw values are part of the packed format. `y` and `x` are the two running quantities of a curve; tables
/// with one of them have the single `y` 0. All times are milliseconds.
public enum KernelTable: Int, CaseIterable, Sendable {
  /// Key: system, engine, format, n, k. x: m (tokens).
  case gemm
  /// Key: system, engine, attention format, cache format, head dim, window, heads, kv heads. y: batch, x: length.
  case contextAttention
  /// Key: system, engine, cache format, head dim, window, heads, kv heads. y: batch, x: cached length.
  case generationAttention
  /// Key: system, engine, cache format, heads. y: batch, x: length. The kernel alone, no projections.
  case contextMLA
  /// Key: system, engine, cache format, heads. y: batch, x: cached length. The kernel alone.
  case generationMLA
  /// Key: system, engine, format, stage (0 before attention, 1 after), heads. x: tokens.
  case mlaBatchedMultiply
  /// Key: system, engine, attention format, cache format, GEMM format, heads. y: batch, x: length. Whole block.
  case mlaContextBlock
  /// Key: system, engine, cache format, GEMM format, heads. y: batch, x: cached length. Whole block.
  case mlaGenerationBlock
  /// Key: system, engine, format, hidden, expert size, top-k, experts, moe_tp, ep, token distribution. x: tokens.
  case experts
  /// Key: system, engine, GPUs, launch (0 eager, 1 CUDA graph). x: elements of 16 bits.
  case allReduce
  /// Key: system, operation, GPUs. x: elements of 16 bits.
  case nccl
  /// Key: system, operation, format, ep. x: tokens per rank.
  case allToAll
  /// Key: system, nodes, hidden, top-k, experts, phase (0 dispatch, 1 combine). x: tokens per rank.
  case deepEPLowLatency
  /// Key: system, nodes, hidden, top-k, experts, phase. x: tokens per rank.
  case deepEPHighThroughput
  /// Key: system, engine, stage (0 convolution, 1 delta rule), key heads, their size, value heads, their size.
  /// y: batch, x: length.
  case gatedDeltaContext
  /// Key: as `gatedDeltaContext`. x: sequences, one token each.
  case gatedDeltaGeneration

  /// Integers that name one curve.
  public var keyColumns: Int {
    switch self {
    case .nccl: 3
    case .contextMLA, .generationMLA, .allReduce, .allToAll: 4
    case .gemm, .mlaBatchedMultiply, .mlaGenerationBlock: 5
    case .mlaContextBlock, .deepEPLowLatency, .deepEPHighThroughput: 6
    case .generationAttention, .gatedDeltaContext, .gatedDeltaGeneration: 7
    case .contextAttention: 8
    case .experts: 10
    }
  }
}

/// Numbers that stand for names in the packed tables.
public enum KernelCode {
  public static let systems = ["h100_sxm", "h200_sxm", "b200_sxm", "b300_sxm", "gb200", "gb300"]
  public static let ncclOperations = ["all_reduce", "all_gather", "reduce_scatter", "alltoall"]
  public static let allToAllOperations = [
    "alltoall_prepare", "alltoall_dispatch", "alltoall_combine", "alltoall_combine_low_precision",
  ]
  /// How tokens spread over experts: all alike, or by a power law with this exponent.
  public static let distributions = ["balanced", "power_law_1.01", "power_law_1.2"]

  public static func system(_ name: String) -> Int? { systems.firstIndex(of: name) }

  public static func engine(_ engine: Engine) -> Int {
    switch engine {
    case .trtllm: 0
    case .vllm: 1
    case .sglang: 2
    }
  }

  public static func format(_ format: NumberFormat) -> Int {
    switch format {
    case .bf16: 0
    case .fp8: 1
    case .fp8Block: 2
    case .nvfp4: 3
    case .mxfp4: 4
    case .int4: 5
    }
  }

  /// MXFP4 weights with MXFP8 activations, beside the 16-bit activations of `mxfp4`.
  public static let mxfp4WithFP8Activations = 6
}
