/// The shape of a transformer: everything that its iteration times and its memory depend on.
public struct ModelArchitecture: Codable, Sendable, Hashable {
  /// Name in files and flags, for example `deepseek-ai/DeepSeek-R1`.
  public var name: String
  public var layers: Int
  public var hiddenSize: Int
  public var vocabularySize: Int
  /// Attention of the layers that have no linear attention.
  public var attention: Attention
  /// Whether a gate as wide as the queries multiplies the output of grouped-query attention.
  public var outputGate: Bool
  /// Layers with linear attention; absent where all layers have ``attention``.
  public var linearAttention: GatedDeltaNet?
  /// What chooses the tokens that latent attention sees; absent where it sees all.
  public var indexer: SparseIndexer?
  /// Inner size of the dense feed-forward layers (0 where there are none).
  public var denseIntermediateSize: Int
  /// Number of layers with a dense feed-forward block.
  public var denseLayers: Int
  /// Routed experts; absent in dense models.
  public var moe: MixtureOfExperts?
  /// Layers of multi-token prediction in the checkpoint (0: none).
  public var mtpLayers: Int
  public var tiedEmbeddings: Bool
  /// Number formats of the published checkpoint, where its configuration tells.
  public var checkpoint: Quantization?

  public enum Attention: Codable, Sendable, Hashable {
    /// Grouped-query attention. `slidingLayers` of the layers see only the last `slidingWindow` tokens.
    case groupedQuery(heads: Int, kvHeads: Int, headDim: Int, slidingWindow: Int, slidingLayers: Int)
    /// Multi-head latent attention (DeepSeek): one compressed vector per token is cached.
    case latent(
      heads: Int, queryRank: Int, kvRank: Int, nopeHeadDim: Int, ropeHeadDim: Int, valueHeadDim: Int)
  }

  public struct MixtureOfExperts: Codable, Sendable, Hashable {
    public var experts: Int
    public var expertsPerToken: Int
    /// Inner size of one routed expert.
    public var intermediateSize: Int
    /// Inner size of the shared experts together (0: none).
    public var sharedIntermediateSize: Int
    /// Number of layers with routed experts.
    public var layers: Int

    public init(
      experts: Int, expertsPerToken: Int, intermediateSize: Int, sharedIntermediateSize: Int, layers: Int
    ) {
      self.experts = experts
      self.expertsPerToken = expertsPerToken
      self.intermediateSize = intermediateSize
      self.sharedIntermediateSize = sharedIntermediateSize
      self.layers = layers
    }
  }

  public init(
    name: String, layers: Int, hiddenSize: Int, vocabularySize: Int, attention: Attention,
    outputGate: Bool = false, linearAttention: GatedDeltaNet? = nil, indexer: SparseIndexer? = nil,
    denseIntermediateSize: Int, denseLayers: Int, moe: MixtureOfExperts?, mtpLayers: Int,
    tiedEmbeddings: Bool, checkpoint: Quantization?
  ) {
    self.name = name
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.vocabularySize = vocabularySize
    self.attention = attention
    self.outputGate = outputGate
    self.linearAttention = linearAttention
    self.indexer = indexer
    self.denseIntermediateSize = denseIntermediateSize
    self.denseLayers = denseLayers
    self.moe = moe
    self.mtpLayers = mtpLayers
    self.tiedEmbeddings = tiedEmbeddings
    self.checkpoint = checkpoint
  }

  public var isMoE: Bool { moe != nil }

  /// Layers with ``attention``, which cache every token.
  public var attentionLayers: Int { layers - (linearAttention?.layers ?? 0) }

  /// Whether published NVFP4 checkpoints leave the attention projections in 16 bits: those of models with latent
  /// and with linear attention do.
  public var keepsAttentionIn16Bits: Bool {
    if case .latent = attention { return true }
    return linearAttention != nil
  }

  public var attentionHeads: Int {
    switch attention {
    case .groupedQuery(let heads, _, _, _, _): heads
    case .latent(let heads, _, _, _, _, _): heads
    }
  }
}
