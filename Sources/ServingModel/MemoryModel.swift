/// What fits into the memory of one GPU of a server, bytes.
public struct MemoryModel: Sendable, Hashable {
  /// Weights on the fullest GPU.
  public var weightBytes: Double
  /// Activations and workspaces at `maxNumTokens`.
  public var activationBytes: Double
  /// CUDA context, NCCL buffers and the engine's own allocations.
  public var reservedBytes: Double
  /// Bytes that the KV cache may take.
  public var kvBytes: Double
  /// Bytes that one cached token takes on one GPU.
  public var kvBytesPerToken: Double
  /// Bytes that the state of one sequence takes on one GPU, whatever its length (0 without linear attention).
  public var stateBytesPerSequence: Double

  /// CUDA context and engine buffers that every process holds (about 3.5 GB seen with all three engines).
  static let contextBytes = 3.5e9
  /// NCCL buffers of a server of more than one GPU.
  static let ncclBytes = 0.4e9

  public init(
    model: ModelArchitecture, system: GPUSystem, quantization: Quantization, server: ServerConfiguration
  ) {
    let parallel = server.parallelism
    weightBytes = Self.weightBytes(model: model, quantization: quantization, server: server)
    activationBytes = Self.activationBytes(model: model, server: server)
    reservedBytes = Self.contextBytes + (parallel.gpus > 1 ? Self.ncclBytes : 0)
    let free = system.memoryBytes - weightBytes - activationBytes - reservedBytes
    kvBytes = max(0, free) * server.kvMemoryFraction
    kvBytesPerToken = Self.kvBytesPerToken(model: model, quantization: quantization, parallelism: parallel)
    stateBytesPerSequence = Self.stateBytes(model: model, parallelism: parallel, drafts: server.mtp)
  }

  /// Tokens that the KV cache of one attention-DP rank holds.
  public var kvTokens: Int { kvBytesPerToken > 0 ? Int(kvBytes / kvBytesPerToken) : 0 }

  /// Cached tokens in whose place the state of one sequence stands: both share what is left of the memory.
  public var stateTokens: Int {
    guard stateBytesPerSequence > 0, kvBytesPerToken > 0 else { return 0 }
    return Int(min((stateBytesPerSequence / kvBytesPerToken).rounded(.up), 1e12))
  }

  /// Bytes of one cached token on one GPU, over the layers of one pipeline stage.
  public static func kvBytesPerToken(
    model: ModelArchitecture, quantization: Quantization, parallelism: Parallelism
  ) -> Double {
    let width = quantization.kvCache.bytesPerValue
    let layers = Double(model.attentionLayers) / Double(parallelism.pp)
    switch model.attention {
    case .latent(_, _, let kvRank, _, let rope, _):
      return (Double(kvRank + rope) * width + (model.indexer?.keyBytes ?? 0)) * layers
    case .groupedQuery(_, let kvHeads, let headDim, _, let slidingLayers):
      // Sliding layers keep a window per sequence, which is small against the rest.
      let perGPU = Double((kvHeads + parallelism.tp - 1) / parallelism.tp)
      let full = layers * Double(model.attentionLayers - slidingLayers) / Double(model.attentionLayers)
      return 2 * perGPU * Double(headDim) * width * max(full, 1)
    }
  }

  /// Bytes of one sequence's state on one GPU, over the layers of one pipeline stage. Each draft token has a state of
  /// its own until it is accepted.
  public static func stateBytes(model: ModelArchitecture, parallelism: Parallelism, drafts: Int) -> Double {
    guard let linear = model.linearAttention else { return 0 }
    let layers = Double(linear.layers) / Double(parallelism.pp)
    return linear.stateBytes * layers / Double(parallelism.tp) * Double(1 + drafts)
  }

  /// Weights on one GPU: attention and dense parts over `tp` (whole on each attention-DP rank), experts
  /// over `moeTP x ep`, layers over `pp`; embedding and head on the fullest stage.
  static func weightBytes(
    model: ModelArchitecture, quantization: Quantization, server: ServerConfiguration
  ) -> Double {
    let parallel = server.parallelism
    let tp = Double(parallel.tp)
    let pp = Double(parallel.pp)
    let hidden = Double(model.hiddenSize)
    let drafts = server.mtp > 0 && model.mtpLayers > 0 ? 1.0 : 0.0
    let layers = Double(model.attentionLayers) + drafts
    var bytes = attentionParameters(model) * layers / tp / pp * quantization.attention.bytesPerValue
    if let linear = model.linearAttention {
      let parameters = linear.parameters(hiddenSize: model.hiddenSize) * Double(linear.layers)
      bytes += parameters / tp / pp * quantization.attention.bytesPerValue
    }
    if let indexer = model.indexer, case .latent(_, let queryRank, _, _, _, _) = model.attention {
      // Each tensor-parallel GPU has the whole indexer.
      let parameters = indexer.parameters(hiddenSize: model.hiddenSize, queryRank: queryRank)
      bytes += parameters * layers / pp * quantization.attention.bytesPerValue
    }
    let dense = 3 * hidden * Double(model.denseIntermediateSize) * Double(model.denseLayers)
    bytes += dense / tp / pp * quantization.gemm.bytesPerValue
    if let moe = model.moe {
      let moeLayers = Double(moe.layers) + drafts
      let slots = Double(max(moe.experts, server.eplbSlots))
      let routed = 3 * hidden * Double(moe.intermediateSize) * slots * moeLayers
      bytes += routed / Double(parallel.moeTP * parallel.ep) / pp * quantization.moe.bytesPerValue
      let shared = 3 * hidden * Double(moe.sharedIntermediateSize) * moeLayers
      bytes += shared / tp / pp * quantization.gemm.bytesPerValue
      bytes += hidden * Double(moe.experts) * moeLayers / pp * 2
    }
    let vocabulary = Double(model.vocabularySize) * hidden * 2 / tp
    return bytes + vocabulary * (model.tiedEmbeddings || parallel.pp > 1 ? 1 : 2)
  }

  /// Parameters of the attention block of one layer.
  static func attentionParameters(_ model: ModelArchitecture) -> Double {
    let hidden = Double(model.hiddenSize)
    switch model.attention {
    case .groupedQuery(let heads, let kvHeads, let headDim, _, _):
      return hidden * Double(((model.outputGate ? 3 : 2) * heads + 2 * kvHeads) * headDim)
    case .latent(let heads, let queryRank, let kvRank, let nope, let rope, let value):
      let query =
        queryRank > 0
        ? hidden * Double(queryRank) + Double(queryRank * heads * (nope + rope))
        : hidden * Double(heads * (nope + rope))
      let keyValue = hidden * Double(kvRank + rope) + Double(kvRank * heads * (nope + value))
      return query + keyValue + Double(heads * value) * hidden
    }
  }

  /// Activations of one iteration: about a dozen hidden-size buffers per token, and for experts the
  /// gathered tokens of all ranks with their dispatched copies.
  static func activationBytes(model: ModelArchitecture, server: ServerConfiguration) -> Double {
    let parallel = server.parallelism
    let tokens = Double(server.maxNumTokens)
    var bytes = 2 * tokens * Double(model.hiddenSize) * 12
    if let moe = model.moe {
      let spread = Double(parallel.dp) * Double(moe.expertsPerToken) / Double(parallel.moeTP * parallel.ep)
      bytes += 2 * tokens * max(1, spread) * Double(model.hiddenSize + 2 * moe.intermediateSize)
    }
    return max(bytes, 70e6)
  }
}
