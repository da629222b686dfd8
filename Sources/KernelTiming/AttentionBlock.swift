internal import ServingModel

/// The attention blocks of one model on one rank; linear attention is apart from them.
struct AttentionBlock: Sendable {
  private enum Kind: Sendable {
    case grouped(
      qkv: GEMMTimes, out: GEMMTimes, full: GroupedQueryAttentionTimes, sliding: GroupedQueryAttentionTimes?,
      fullLayers: Double, slidingLayers: Double)
    case latent(LatentAttentionTimes, layers: Double)
  }
  private let kind: Kind

  init(_ kernels: KernelContext, model: ModelArchitecture, quantization: Quantization, tp: Int) {
    switch model.attention {
    case .latent(let heads, let queryRank, let kvRank, let nope, let rope, let value):
      kind = .latent(
        LatentAttentionTimes(
          kernels, hidden: model.hiddenSize, heads: max(1, heads / tp), queryRank: queryRank, kvRank: kvRank,
          nope: nope, rope: rope, value: value, format: quantization.attention, cache: quantization.kvCache,
          indexer: model.indexer),
        layers: Double(model.attentionLayers))
    case .groupedQuery(let heads, let kvHeads, let headDim, let window, let slidingLayers):
      let ownHeads = max(1, heads / tp)
      let ownKVHeads = max(1, kvHeads / tp)
      func attention(_ window: Int) -> GroupedQueryAttentionTimes {
        GroupedQueryAttentionTimes(
          kernels, heads: ownHeads, kvHeads: ownKVHeads, headDim: headDim, window: window,
          cache: quantization.kvCache)
      }
      kind = .grouped(
        qkv: GEMMTimes(
          kernels, format: quantization.attention,
          n: ((model.outputGate ? 2 : 1) * ownHeads + 2 * ownKVHeads) * headDim, k: model.hiddenSize),
        out: GEMMTimes(
          kernels, format: quantization.attention, n: model.hiddenSize, k: ownHeads * headDim),
        full: attention(0), sliding: slidingLayers > 0 ? attention(window) : nil,
        fullLayers: Double(model.attentionLayers - slidingLayers), slidingLayers: Double(slidingLayers))
    }
  }

  /// Projections of one layer where they are not part of the attention times.
  func projections(_ tokens: Int) -> KernelTime {
    guard case .grouped(let qkv, let out, _, _, _, _) = kind else { return .zero }
    return .sum([qkv(tokens), out(tokens)])
  }

  /// All layers, whole prompts.
  func prefill(batch: Double, length: Double) -> KernelTime {
    each {
      $0.prefill(batch: batch, length: length)
    } latent: {
      $0.prefill(batch: batch, length: length)
    }
  }

  /// All layers, one query token a sequence.
  func decode(batch: Double, cached: Double) -> KernelTime {
    each {
      $0.decode(batch: batch, cached: cached)
    } latent: {
      $0.decode(batch: batch, cached: cached)
    }
  }

  private func each(
    _ grouped: (GroupedQueryAttentionTimes) -> KernelTime, latent: (LatentAttentionTimes) -> KernelTime
  ) -> KernelTime {
    switch kind {
    case .latent(let times, let layers):
      return latent(times) * layers
    case .grouped(_, _, let full, let sliding, let fullLayers, let slidingLayers):
      guard let sliding else { return grouped(full) * fullLayers }
      return .sum([grouped(full) * fullLayers, grouped(sliding) * slidingLayers])
    }
  }
}
