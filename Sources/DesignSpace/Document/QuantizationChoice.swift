internal import ServingModel

/// What a space says about number formats: settled once model and system are known.
struct QuantizationChoice: Hashable, Sendable {
  enum Weights: Hashable, Sendable {
    /// The checkpoint's own.
    case auto
    /// A preset by its main format.
    case preset(NumberFormat)
    case explicit(gemm: NumberFormat, moe: NumberFormat, attention: NumberFormat)
  }

  var weights: Weights
  /// Format of the KV cache; absent: FP8 where the GPU has it (bf16 with the preset bf16).
  var kvCache: NumberFormat?

  static let presets = ["auto"] + NumberFormat.allCases.map(\.rawValue)

  /// Reads `nvfp4`, or `nvfp4/kv bf16`; none if it is neither.
  init?(_ text: String) {
    let parts = text.lowercased().split(separator: "/", maxSplits: 1).map { $0.trimmed }
    guard let first = parts.first else { return nil }
    if first == "auto" {
      weights = .auto
    } else if let format = NumberFormat(rawValue: first) {
      weights = .preset(format)
    } else {
      return nil
    }
    if parts.count == 2 {
      guard parts[1].hasPrefix("kv"), let format = NumberFormat(rawValue: parts[1].dropFirst(2).trimmed),
        format == .bf16 || format == .fp8
      else { return nil }
      kvCache = format
    }
  }

  init(weights: Weights, kvCache: NumberFormat?) {
    self.weights = weights
    self.kvCache = kvCache
  }

  /// A name that tells choices apart.
  var name: String {
    let base =
      switch weights {
      case .auto: "auto"
      case .preset(let format): format.rawValue
      case .explicit(let gemm, let moe, let attention):
        "\(gemm.rawValue)+\(moe.rawValue)+\(attention.rawValue)"
      }
    return kvCache.map { "\(base)/kv \($0.rawValue)" } ?? base
  }

  /// The formats for one model on one system.
  func resolved(model: ModelArchitecture, system: GPUSystem) -> Quantization {
    var kv = kvCache ?? (system.supports(.fp8) ? .fp8 : .bf16)
    switch weights {
    case .auto:
      // A checkpoint that is commonly served in a narrower copy keeps its own formats: the space names
      // another copy where one is meant.
      let own = model.checkpoint ?? Quantization(gemm: .bf16, moe: .bf16, kvCache: kv)
      return Quantization(gemm: own.gemm, moe: own.moe, attention: own.attention, kvCache: kv)
    case .preset(let format):
      if format == .bf16, kvCache == nil { kv = .bf16 }
      switch format {
      case .mxfp4, .int4: return Quantization(gemm: .bf16, moe: format, kvCache: kv)
      case .nvfp4:
        return Quantization(
          gemm: format, moe: format, attention: model.keepsAttentionIn16Bits ? .bf16 : format, kvCache: kv)
      case .bf16, .fp8, .fp8Block: return Quantization(gemm: format, moe: format, kvCache: kv)
      }
    case .explicit(let gemm, let moe, let attention):
      return Quantization(gemm: gemm, moe: moe, attention: attention, kvCache: kv)
    }
  }
}

extension StringProtocol {
  /// Without spaces at both ends.
  var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
