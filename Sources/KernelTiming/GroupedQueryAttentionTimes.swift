internal import ServingModel

/// Attention kernels of grouped-query layers on one GPU.
struct GroupedQueryAttentionTimes: Sendable {
  private let roofline: Roofline
  private let shape: Shape
  private let window: Double
  private let cache: NumberFormat
  private let context: Site?
  private let generation: Site?

  private struct Shape: Sendable {
    var heads: Double
    var kvHeads: Double
    var headDim: Double
  }

  private struct Site: Sendable {
    var grid: KernelGrid
    var shape: Shape
    var confidence: Confidence
  }

  /// Sizes of a head in the tables.
  private static let measuredHeadDims = [64, 128]

  /// - Parameters:
  ///   - heads: query heads on one GPU.
  ///   - kvHeads: key-value heads on one GPU.
  ///   - window: tokens that a sliding layer sees; 0 for all.
  init(
    _ kernels: KernelContext, heads: Int, kvHeads: Int, headDim: Int, window: Int, cache: NumberFormat
  ) {
    roofline = kernels.roofline
    shape = Shape(heads: Double(heads), kvHeads: Double(kvHeads), headDim: Double(headDim))
    self.window = window == 0 ? .infinity : Double(window)
    self.cache = cache
    let cacheCode = KernelCode.format(cache)
    // TensorRT-LLM and SGLang run FP8 attention over an FP8 cache; vLLM reads it into 16 bits.
    let attention = cache == .fp8 && kernels.engine != .vllm ? NumberFormat.fp8 : .bf16
    func site(_ table: KernelTable, _ fixed: [Int], headDim: Int, octavesAway: Double) -> Site? {
      kernels.nearest(table, fixed: fixed + [headDim, window], sizes: [heads, kvHeads]).map { curve in
        let sizes = curve.key.suffix(2).map(Double.init)
        let moved = NearbyCurve(
          grid: curve.grid, key: curve.key, distance: curve.distance + octavesAway, ownEngine: curve.ownEngine
        )
        return Site(
          grid: curve.grid, shape: Shape(heads: sizes[0], kvHeads: sizes[1], headDim: Double(headDim)),
          confidence: moved.confidence)
      }
    }
    // A head size without a table takes the rows of the nearest one.
    func site(_ table: KernelTable, _ fixed: [Int]) -> Site? {
      let own = site(table, fixed, headDim: headDim, octavesAway: 0)
      let near = Self.measuredHeadDims.min {
        Octaves.between($0, headDim) < Octaves.between($1, headDim)
      }
      guard own == nil, let near else { return own }
      return site(table, fixed, headDim: near, octavesAway: Octaves.between(near, headDim))
    }
    context =
      site(.contextAttention, [KernelCode.format(attention), cacheCode])
      ?? site(.contextAttention, [KernelCode.format(.bf16), cacheCode])
    generation = site(.generationAttention, [cacheCode])
  }

  /// Whole prompts: `batch` sequences of `length` tokens.
  func prefill(batch: Double, length: Double) -> KernelTime {
    guard let context else {
      let (flops, bytes) = prefillWork(batch, length, shape)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    return context.grid.time(
      y: batch, x: length, measured: { prefillShape($0, $1, context.shape) },
      asked: { prefillShape($0, $1, shape) }
    ).atBest(context.confidence)
  }

  /// One query token for each of `batch` sequences with `cached` tokens.
  func decode(batch: Double, cached: Double) -> KernelTime {
    guard let generation else {
      let (flops, bytes) = decodeWork(batch, cached, shape)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    return generation.grid.time(
      y: batch, x: cached, measured: { decodeShape($0, $1, generation.shape) },
      asked: { decodeShape($0, $1, shape) }
    ).atBest(generation.confidence)
  }

  private func prefillWork(
    _ batch: Double, _ length: Double, _ shape: Shape
  ) -> (flops: Double, bytes: Double) {
    // Causal: the mean query sees half the prompt, or its window.
    let seen = min(length / 2, window)
    let flops = 4 * batch * length * seen * shape.heads * shape.headDim
    let bytes = 2 * batch * length * shape.headDim * (2 * shape.heads + 2 * shape.kvHeads)
    return (flops, bytes)
  }

  private func prefillShape(
    _ batch: Double, _ length: Double, _ shape: Shape
  ) -> Double {
    let (flops, bytes) = prefillWork(batch, length, shape)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
  }

  private func decodeWork(
    _ batch: Double, _ cached: Double, _ shape: Shape
  ) -> (flops: Double, bytes: Double) {
    let seen = min(cached, window)
    let bytes = 2 * batch * seen * shape.kvHeads * shape.headDim * cache.bytesPerValue
    return (4 * batch * seen * shape.heads * shape.headDim, bytes)
  }

  private func decodeShape(
    _ batch: Double, _ cached: Double, _ shape: Shape
  ) -> Double {
    let (flops, bytes) = decodeWork(batch, cached, shape)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
  }
}
