/// The indexer of sparse attention (DeepSeek sparse attention): it scores all earlier tokens with a few small heads,
/// and attention sees the `topK` best of them.
public struct SparseIndexer: Codable, Sendable, Hashable {
  public var heads: Int
  public var headDim: Int
  /// Tokens that attention sees at most.
  public var topK: Int

  public init(heads: Int, headDim: Int, topK: Int) {
    self.heads = heads
    self.headDim = headDim
    self.topK = topK
  }

  /// Bytes of one token's key in one layer, in FP8 with a 32-bit scale for 128 values, whatever the KV cache's
  /// format. Every tensor-parallel GPU keeps it whole.
  public var keyBytes: Double { Double(headDim) * (1 + 4.0 / 128) }

  /// Weights of one layer: queries (from the compressed query where there is one), the one key, head weights.
  func parameters(hiddenSize: Int, queryRank: Int) -> Double {
    let from = Double(queryRank > 0 ? queryRank : hiddenSize)
    return from * Double(heads) * Double(headDim) + Double(hiddenSize) * Double(headDim + heads)
  }
}
