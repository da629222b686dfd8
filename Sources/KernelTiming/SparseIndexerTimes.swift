internal import ServingModel

/// The indexer of sparse attention on one GPU, which every tensor-parallel GPU runs whole: projections, scores of all
/// earlier tokens, and the choice of the best. Scores and choice have no table.
struct SparseIndexerTimes: Sendable {
  private let roofline: Roofline
  private let indexer: SparseIndexer
  private let query: GEMMTimes
  private let keyAndWeights: GEMMTimes

  /// - Parameter queryRank: size of the compressed query from which the indexer's come; 0: the hidden state.
  init(_ kernels: KernelContext, indexer: SparseIndexer, hidden: Int, queryRank: Int, format: NumberFormat) {
    roofline = kernels.roofline
    self.indexer = indexer
    query = GEMMTimes(
      kernels, format: format, n: indexer.heads * indexer.headDim, k: queryRank > 0 ? queryRank : hidden)
    keyAndWeights = GEMMTimes(kernels, format: .bf16, n: indexer.headDim + indexer.heads, k: hidden)
  }

  /// Whole prompts: `batch` sequences of `length` tokens.
  func prefill(batch: Double, length: Double) -> KernelTime {
    // Causal: the mean query has half the prompt before it.
    times(queries: batch * length, seen: length / 2, keys: batch * length)
  }

  /// `batch` query tokens, each over `cached` tokens.
  func decode(batch: Double, cached: Double) -> KernelTime {
    times(queries: batch, seen: cached, keys: batch * cached)
  }

  private func times(queries: Double, seen: Double, keys: Double) -> KernelTime {
    let tokens = max(1, Int(queries))
    let flops = 2 * queries * seen * Double(indexer.heads) * Double(indexer.headDim)
    // One 32-bit score a query and token is written, and read again for the choice.
    let scoreBytes = 4 * queries * seen
    return .sum([
      query(tokens), keyAndWeights(tokens), elementwise(queries),
      roofline.estimate(flops: flops, bytes: keys * indexer.keyBytes + scoreBytes, format: .fp8),
      roofline.estimate(flops: 0, bytes: scoreBytes, format: .fp8),
    ])
  }

  /// Norm of the key; rotary embedding, Hadamard rotation and quantisation of query and key: each reads and writes
  /// what it works on, in 16 bits, and is launched for itself.
  private func elementwise(_ tokens: Double) -> KernelTime {
    let width = Double((indexer.heads + 1) * indexer.headDim)
    let launches = 6 * 0.0015
    return KernelTime(roofline.elementwise(bytes: 3 * 4 * tokens * width) + launches, .interpolated)
  }
}

extension SparseIndexer {
  /// Length of whole prompts whose queries see as many tokens on average under full attention as those of prompts
  /// of `length` do under this choice.
  func equivalentLength(_ length: Double) -> Double {
    let most = Double(topK)
    return length <= most ? length : 2 * most - most * most / length
  }
}
