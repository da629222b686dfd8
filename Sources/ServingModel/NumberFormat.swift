/// A number format of weights, activations or cached keys and values.
///
/// Raw values are the names used in space files, in exports and in the store.
public enum NumberFormat: String, CaseIterable, Codable, Sendable, Hashable {
  case bf16
  /// FP8 E4M3 with one scale per tensor or per token.
  case fp8
  /// FP8 E4M3 with one scale per 128 x 128 block of weights (DeepSeek checkpoints).
  case fp8Block = "fp8_block"
  /// FP4 E2M1 with an FP8 scale per 16 values.
  case nvfp4
  /// FP4 E2M1 with an E8M0 scale per 32 values.
  case mxfp4
  /// 4-bit integer weights, 16-bit activations, a scale per 32 values.
  case int4

  /// Bytes that one weight takes, its share of the scales included.
  public var bytesPerValue: Double {
    switch self {
    case .bf16: 2
    case .fp8: 1
    case .fp8Block: 1 + 4.0 / (128 * 128)
    case .nvfp4: 0.5 + 1.0 / 16
    case .mxfp4: 0.5 + 1.0 / 32
    case .int4: 0.5 + 2.0 / 32
    }
  }

  /// The format whose tensor cores do the arithmetic: weight-only formats multiply in 16 bits.
  public var arithmetic: NumberFormat {
    switch self {
    case .bf16, .int4: .bf16
    case .fp8, .fp8Block: .fp8
    case .nvfp4, .mxfp4: .nvfp4
    }
  }
}

/// The number formats of one deployment.
public struct Quantization: Codable, Sendable, Hashable {
  /// Weights of attention projections, dense feed-forward and shared experts.
  public var gemm: NumberFormat
  /// Weights of routed experts.
  public var moe: NumberFormat
  /// Attention projections where they differ from `gemm` (NVFP4 checkpoints of DeepSeek keep them in bf16).
  public var attention: NumberFormat
  /// Cached keys and values: `bf16` or `fp8`.
  public var kvCache: NumberFormat

  public init(
    gemm: NumberFormat, moe: NumberFormat, attention: NumberFormat? = nil, kvCache: NumberFormat
  ) {
    self.gemm = gemm
    self.moe = moe
    self.attention = attention ?? gemm
    self.kvCache = kvCache
  }

  /// Short name for tables: `nvfp4`, or `nvfp4/kv bf16` where the cache is not FP8.
  public var label: String {
    let weights = moe == gemm ? gemm.rawValue : "\(moe.rawValue)+\(gemm.rawValue)"
    return kvCache == .fp8 ? weights : "\(weights)/kv \(kvCache.rawValue)"
  }
}
