internal import ServingModel

/// The attention block of multi-head latent layers on one GPU: projections and kernel.
///
/// Where an engine's whole block was measured (TensorRT-LLM, vLLM) that is used; else it is put together from
/// its multiplications and its kernel (SGLang). All were measured with DeepSeek's sizes; other sizes are moved by the ratio
/// of the rooflines. Sparse attention has no table: its kernel is taken as full attention over as many tokens as it
/// chooses, to which the indexer is added.
struct LatentAttentionTimes: Sendable {
  private let roofline: Roofline
  private let shape: Shape
  private let cache: NumberFormat
  private let contextBlock: Site?
  private let generationBlock: Site?
  private let parts: Parts?
  private let indexer: SparseIndexer?
  private let indexerTimes: SparseIndexerTimes?

  /// A class, as optional ones are looked at for every time.
  private final class Site: Sendable {
    let grid: KernelGrid
    let shape: Shape
    let confidence: Confidence

    init(grid: KernelGrid, shape: Shape, confidence: Confidence) {
      self.grid = grid
      self.shape = shape
      self.confidence = confidence
    }
  }

  /// The separate kernels of one block.
  private struct Parts: Sendable {
    let down: GEMMTimes
    let queryUp: GEMMTimes
    let keyValueUp: GEMMTimes
    let out: GEMMTimes
    let contextKernel: Site?
    let generationKernel: Site?
    let before: Site?
    let after: Site?
  }

  private struct Shape: Sendable {
    var hidden: Double
    var heads: Double
    var queryRank: Double
    var kvRank: Double
    var nope: Double
    var rope: Double
    var value: Double
    var weightBytes: Double

    /// The sizes behind the tables.
    static func measured(heads: Int, weightBytes: Double) -> Shape {
      Shape(
        hidden: 7168, heads: Double(heads), queryRank: 1536, kvRank: 512, nope: 128, rope: 64, value: 128,
        weightBytes: weightBytes)
    }
  }

  /// - Parameters:
  ///   - heads: heads on one GPU.
  ///   - indexer: what chooses the tokens that attention sees; none: it sees all.
  init(
    _ kernels: KernelContext, hidden: Int, heads: Int, queryRank: Int, kvRank: Int, nope: Int, rope: Int,
    value: Int, format: NumberFormat, cache: NumberFormat, indexer: SparseIndexer?
  ) {
    roofline = kernels.roofline
    self.indexer = indexer
    indexerTimes = indexer.map {
      SparseIndexerTimes(kernels, indexer: $0, hidden: hidden, queryRank: queryRank, format: format)
    }
    self.cache = cache
    shape = Shape(
      hidden: Double(hidden), heads: Double(heads), queryRank: Double(queryRank), kvRank: Double(kvRank),
      nope: Double(nope), rope: Double(rope), value: Double(value), weightBytes: format.bytesPerValue)
    let cacheCode = KernelCode.format(cache)
    let gemmCode = KernelCode.format(format == .fp8 ? .fp8Block : format)
    func site(_ table: KernelTable, _ fixed: [Int]) -> Site? {
      kernels.nearest(table, fixed: fixed, sizes: [heads]).map { curve in
        Site(
          grid: curve.grid,
          shape: .measured(heads: curve.key.last ?? heads, weightBytes: format.bytesPerValue),
          confidence: curve.confidence)
      }
    }
    // SGLang runs separate kernels, which were measured one by one.
    let separate = kernels.engine == .sglang
    let attentionCode = KernelCode.format(kernels.engine == .vllm && cache == .fp8 ? .fp8 : .bf16)
    contextBlock =
      separate
      ? nil
      : site(.mlaContextBlock, [attentionCode, cacheCode, gemmCode])
        ?? site(.mlaContextBlock, [KernelCode.format(.bf16), cacheCode, gemmCode])
    generationBlock = separate ? nil : site(.mlaGenerationBlock, [cacheCode, gemmCode])
    let needsParts = contextBlock == nil || generationBlock == nil
    func multiply(_ n: Int, _ k: Int) -> GEMMTimes { GEMMTimes(kernels, format: format, n: n, k: k) }
    parts =
      needsParts
      ? Parts(
        down: multiply(max(1, queryRank) + kvRank + rope, hidden),
        queryUp: multiply(heads * (nope + rope), max(1, queryRank)),
        keyValueUp: multiply(heads * (nope + value), kvRank), out: multiply(hidden, heads * value),
        contextKernel: site(.contextMLA, [cacheCode]), generationKernel: site(.generationMLA, [cacheCode]),
        before: site(.mlaBatchedMultiply, [KernelCode.format(.bf16), 0]),
        after: site(.mlaBatchedMultiply, [KernelCode.format(.bf16), 1]))
      : nil
  }

  /// Whole prompts: `batch` sequences of `length` tokens.
  func prefill(batch: Double, length: Double) -> KernelTime {
    guard let indexer, let indexerTimes else { return prefillBlock(batch: batch, length: length) }
    let seen = indexer.equivalentLength(length)
    let block = prefillBlock(batch: batch * length / seen, length: seen)
    return .sum([block, indexerTimes.prefill(batch: batch, length: length)]).atBest(.roofline)
  }

  /// `batch` query tokens, each over `cached` tokens.
  func decode(batch: Double, cached: Double) -> KernelTime {
    guard let indexer, let indexerTimes else { return decodeBlock(batch: batch, cached: cached) }
    let block = decodeBlock(batch: batch, cached: min(cached, Double(indexer.topK)))
    return .sum([block, indexerTimes.decode(batch: batch, cached: cached)]).atBest(.roofline)
  }

  private func prefillBlock(batch: Double, length: Double) -> KernelTime {
    if let site = contextBlock {
      return moved(site, y: batch, x: length, prefillShape)
    }
    let tokens = max(1, Int(batch * length))
    guard let parts, let kernel = parts.contextKernel else {
      let (flops, bytes) = prefillWork(batch, length, shape, projections: true)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    let attention = moved(kernel, y: batch, x: length) { batch, length, shape in
      let (flops, bytes) = prefillWork(batch, length, shape, projections: false)
      return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
    }
    return .sum([
      parts.down(tokens), parts.queryUp(tokens), parts.keyValueUp(tokens), parts.out(tokens), attention,
    ])
  }

  private func decodeBlock(batch: Double, cached: Double) -> KernelTime {
    if let site = generationBlock {
      return moved(site, y: batch, x: cached, decodeShape)
    }
    let tokens = max(1, Int(batch))
    guard let parts, let kernel = parts.generationKernel else {
      let (flops, bytes) = decodeWork(batch, cached, shape, projections: true)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    let attention = moved(kernel, y: batch, x: cached) { batch, cached, shape in
      let (flops, bytes) = decodeWork(batch, cached, shape, projections: false)
      return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
    }
    return .sum([
      parts.down(tokens), parts.queryUp(tokens), parts.out(tokens), multiply(parts.before, batch) { $0.nope },
      multiply(parts.after, batch) { $0.value }, attention,
    ])
  }

  /// The multiplication into or out of the compressed space; `width` is a head's size outside of it.
  private func multiply(_ site: Site?, _ tokens: Double, width: (Shape) -> Double) -> KernelTime {
    func work(_ tokens: Double, _ shape: Shape) -> (Double, Double) {
      (2 * tokens * shape.heads * width(shape) * shape.kvRank, shape.heads * width(shape) * shape.kvRank * 2)
    }
    guard let site else {
      let (flops, bytes) = work(tokens, shape)
      return roofline.estimate(flops: flops, bytes: bytes, format: .bf16)
    }
    func shaped(_ tokens: Double, _ shape: Shape) -> Double {
      let (flops, bytes) = work(tokens, shape)
      return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
    }
    let time = site.grid.time(tokens) { shaped($0, site.shape) }
    return (time * (shaped(tokens, shape) / shaped(tokens, site.shape))).atBest(site.confidence)
  }

  private func moved(
    _ site: Site, y: Double, x: Double, _ shape: (Double, Double, Shape) -> Double
  ) -> KernelTime {
    site.grid.time(
      y: y, x: x, measured: { shape($0, $1, site.shape) }, asked: { shape($0, $1, self.shape) }
    ).atBest(site.confidence)
  }

  private func projections(_ tokens: Double, _ shape: Shape) -> (flops: Double, bytes: Double) {
    let weights =
      shape.hidden * (shape.queryRank + shape.kvRank + shape.rope)
      + shape.queryRank * shape.heads * (shape.nope + shape.rope)
      + shape.kvRank * shape.heads * (shape.nope + shape.value) + shape.heads * shape.value * shape.hidden
    return (2 * tokens * weights, weights * shape.weightBytes)
  }

  private func prefillWork(
    _ batch: Double, _ length: Double, _ shape: Shape, projections withProjections: Bool
  ) -> (flops: Double, bytes: Double) {
    let tokens = batch * length
    var flops = tokens * length * shape.heads * (shape.nope + shape.rope + shape.value)
    var bytes = 2 * tokens * shape.heads * 2 * (shape.nope + shape.rope + shape.value)
    if withProjections {
      let extra = projections(tokens, shape)
      flops += extra.flops
      bytes += extra.bytes
    }
    return (flops, bytes)
  }

  private func prefillShape(_ batch: Double, _ length: Double, _ shape: Shape) -> Double {
    let (flops, bytes) = prefillWork(batch, length, shape, projections: true)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
  }

  private func decodeWork(
    _ batch: Double, _ cached: Double, _ shape: Shape, projections withProjections: Bool
  ) -> (flops: Double, bytes: Double) {
    // Absorbed form: every head reads the one compressed vector of each cached token.
    var flops = 2 * batch * cached * shape.heads * (2 * shape.kvRank + shape.rope)
    var bytes = batch * cached * (shape.kvRank + shape.rope) * cache.bytesPerValue
    if withProjections {
      let extra = projections(batch, shape)
      flops += extra.flops
      bytes += extra.bytes
    }
    return (flops, bytes)
  }

  private func decodeShape(_ batch: Double, _ cached: Double, _ shape: Shape) -> Double {
    let (flops, bytes) = decodeWork(batch, cached, shape, projections: true)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: .bf16)
  }
}

extension KernelTime {
  /// Kernels one after the other; the confidence is the worst of those that take a tenth of the time.
  static func sum(_ times: [KernelTime]) -> KernelTime {
    var total = 0.0
    for time in times { total += time.milliseconds }
    var worst = Confidence.measured
    for time in times where time.milliseconds >= 0.1 * total { worst = max(worst, time.confidence) }
    return KernelTime(total, worst)
  }
}
