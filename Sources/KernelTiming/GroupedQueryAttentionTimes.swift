internal import ServingModel

/// Attention kernels of grouped-query layers on one GPU.
struct GroupedQueryAttentionTimes: Sendable {
  private let roofline: Roofline
  private let heads: Double
  private let kvHeads: Double
  private let headDim: Double
  private let window: Double
  private let cache: NumberFormat
  private let context: Site?
  private let generation: Site?

  private struct Site: Sendable {
    var grid: KernelGrid
    var heads: Double
    var kvHeads: Double
    var confidence: Confidence
  }

  /// - Parameters:
  ///   - heads: query heads on one GPU.
  ///   - kvHeads: key-value heads on one GPU.
  ///   - window: tokens that a sliding layer sees; 0 for all.
  init(
    _ kernels: KernelContext, heads: Int, kvHeads: Int, headDim: Int, window: Int, cache: NumberFormat
  ) {
    roofline = kernels.roofline
    self.heads = Double(heads)
    self.kvHeads = Double(kvHeads)
    self.headDim = Double(headDim)
    self.window = window == 0 ? .infinity : Double(window)
    self.cache = cache
    let cacheCode = KernelCode.format(cache)
    // TensorRT-LLM and SGLang run FP8 attention over an FP8 cache; vLLM reads it into 16 bits.
    let attention = cache == .fp8 && kernels.engine != .vllm ? NumberFormat.fp8 : .bf16
    let shape = [headDim, window]
    func site(_ table: KernelTable, _ fixed: [Int]) -> Site? {
      kernels.nearest(table, fixed: fixed + shape, sizes: [heads, kvHeads]).map { curve in
        let sizes = curve.key.suffix(2).map(Double.init)
        return Site(grid: curve.grid, heads: sizes[0], kvHeads: sizes[1], confidence: curve.confidence)
      }
    }
    context =
      site(.contextAttention, [KernelCode.format(attention), cacheCode])
      ?? site(.contextAttention, [KernelCode.format(.bf16), cacheCode])
    generation = site(.generationAttention, [cacheCode])
  }

  /// Whole prompts: `batch` sequences of `length` tokens.
  func prefill(batch: Double, length: Double) -> KernelTime {
    guard let context else {
      let (flops, bytes) = prefillWork(batch, length, heads, kvHeads)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    return context.grid.time(
      y: batch, x: length, measured: { prefillShape($0, $1, context.heads, context.kvHeads) },
      asked: { prefillShape($0, $1, heads, kvHeads) }
    ).atBest(context.confidence)
  }

  /// One query token for each of `batch` sequences with `cached` tokens.
  func decode(batch: Double, cached: Double) -> KernelTime {
    guard let generation else {
      let (flops, bytes) = decodeWork(batch, cached, heads, kvHeads)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    return generation.grid.time(
      y: batch, x: cached, measured: { decodeShape($0, $1, generation.heads, generation.kvHeads) },
      asked: { decodeShape($0, $1, heads, kvHeads) }
    ).atBest(generation.confidence)
  }

  private func prefillWork(
    _ batch: Double, _ length: Double, _ heads: Double, _ kvHeads: Double
  ) -> (flops: Double, bytes: Double) {
    // Causal: the mean query sees half the prompt, or its window.
    let seen = min(length / 2, window)
    let flops = 4 * batch * length * seen * heads * headDim
    let bytes = 2 * batch * length * headDim * (2 * heads + 2 * kvHeads)
    return (flops, bytes)
  }

  private func prefillShape(
    _ batch: Double, _ length: Double, _ heads: Double, _ kvHeads: Double
  ) -> Double {
    let (flops, bytes) = prefillWork(batch, length, heads, kvHeads)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
  }

  private func decodeWork(
    _ batch: Double, _ cached: Double, _ heads: Double, _ kvHeads: Double
  ) -> (flops: Double, bytes: Double) {
    let seen = min(cached, window)
    let bytes = 2 * batch * seen * kvHeads * headDim * cache.bytesPerValue
    return (4 * batch * seen * heads * headDim, bytes)
  }

  private func decodeShape(
    _ batch: Double, _ cached: Double, _ heads: Double, _ kvHeads: Double
  ) -> Double {
    let (flops, bytes) = decodeWork(batch, cached, heads, kvHeads)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
  }
}
