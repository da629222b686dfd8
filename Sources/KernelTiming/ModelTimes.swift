internal import ServingModel

/// Kernel times of one forward pass of a model on the GPUs of one server.
struct ModelTimes: Sendable {
  private let model: ModelArchitecture
  private let parallelism: Parallelism
  private let kernels: KernelContext
  private let attention: AttentionBlock
  private let linearAttention: GatedDeltaTimes?
  private let denseUp: GEMMTimes?
  private let denseDown: GEMMTimes?
  private let router: GEMMTimes?
  private let sharedUp: GEMMTimes?
  private let sharedDown: GEMMTimes?
  private let routed: ExpertTimes?
  private let expertExchange: ExpertExchange?
  private let collectives: CollectiveTimes
  private let logits: GEMMTimes

  init(
    _ kernels: KernelContext, model: ModelArchitecture, quantization: Quantization,
    parallelism: Parallelism, balancedExperts: Bool
  ) {
    self.kernels = kernels
    self.model = model
    self.parallelism = parallelism
    let tp = parallelism.tp
    let hidden = model.hiddenSize
    func multiply(_ format: NumberFormat, _ n: Int, _ k: Int) -> GEMMTimes {
      GEMMTimes(kernels, format: format, n: n, k: k)
    }
    attention = AttentionBlock(kernels, model: model, quantization: quantization, tp: tp)
    linearAttention = model.linearAttention.map {
      GatedDeltaTimes(kernels, net: $0, hidden: hidden, format: quantization.attention, tp: tp)
    }
    let inner = model.denseIntermediateSize / tp
    denseUp = model.denseLayers > 0 ? multiply(quantization.gemm, 2 * inner, hidden) : nil
    denseDown = model.denseLayers > 0 ? multiply(quantization.gemm, hidden, inner) : nil
    let moe = model.moe
    router = moe.map { multiply(.bf16, $0.experts, hidden) }
    let shared = (moe?.sharedIntermediateSize ?? 0) / tp
    sharedUp = shared > 0 ? multiply(quantization.gemm, 2 * shared, hidden) : nil
    sharedDown = shared > 0 ? multiply(quantization.gemm, hidden, shared) : nil
    routed = moe.map {
      ExpertTimes(
        kernels, model: model, moe: $0, format: quantization.moe, parallelism: parallelism,
        balanced: balancedExperts)
    }
    expertExchange = moe.map {
      ExpertExchange(kernels, model: model, moe: $0, format: quantization.moe, parallelism: parallelism)
    }
    collectives = CollectiveTimes(kernels, gpus: tp)
    logits = multiply(.bf16, model.vocabularySize / tp, hidden)
  }

  var layers: Double { Double(model.layers) }
  private var attentionLayers: Double { Double(model.attentionLayers) }
  private var linearLayers: Double { Double(model.linearAttention?.layers ?? 0) }
  private var moeLayers: Double { Double(model.moe?.layers ?? 0) }
  private var denseLayers: Double { Double(model.denseLayers) }

  /// Everything of one rank but the attention kernels, routed experts and communication, for `tokens` of that rank.
  func rank(_ tokens: Int) -> KernelTime {
    .sum([
      attention.projections(tokens) * attentionLayers, linearProjections(tokens),
      denseBlock(tokens) * denseLayers, sharedBlock(tokens) * moeLayers, elementwise(tokens),
    ])
  }

  /// Routed experts, for the `tokens` of all ranks.
  func experts(_ tokens: Int) -> KernelTime { routed.map { $0(tokens) * moeLayers } ?? .zero }

  /// Dispatch to and return from the experts, for the `tokens` of all ranks.
  func exchange(_ tokens: Int) -> KernelTime { expertExchange.map { $0(tokens) * moeLayers } ?? .zero }

  /// One layer of the draft module and its head, for `tokens` of a rank and of all ranks.
  func draft(rankTokens: Int, tokens: Int, cached: Double) -> Double {
    var time = attention.projections(rankTokens).milliseconds + sharedBlock(rankTokens).milliseconds
    time += attention.decode(batch: Double(rankTokens), cached: cached).milliseconds / attentionLayers
    time += (elementwise(rankTokens).milliseconds + collective(rankTokens).milliseconds) / layers
    time += (experts(tokens).milliseconds + exchange(tokens).milliseconds) / max(1, moeLayers)
    return time + head(rankTokens).milliseconds
  }

  /// The output head for `tokens` rows.
  func head(_ tokens: Int) -> KernelTime { logits(max(1, tokens)) }

  /// Attention of all layers for whole prompts: `tokens` new ones of sequences of `length`.
  func prefillAttention(tokens: Double, length: Double) -> KernelTime {
    let attended = promptAttention(tokens: tokens, length: length)
    guard let linearAttention else { return attended }
    // Linear attention takes what it takes for the new tokens, however many came before.
    let chunk = max(1, min(tokens, length))
    let own = linearAttention.prefill(batch: max(1, tokens / chunk), length: chunk)
    return .sum([attended, own * linearLayers])
  }

  private func promptAttention(tokens: Double, length: Double) -> KernelTime {
    if tokens >= length { return attention.prefill(batch: tokens / length, length: length) }
    let share = attention.prefill(batch: 1, length: length) * (tokens / length)
    let alone = attention.prefill(batch: 1, length: max(1, tokens))
    return share.milliseconds >= alone.milliseconds ? share : alone
  }

  /// Attention of all layers for `batch` query tokens over `cached` tokens each.
  func decodeAttention(batch: Double, cached: Double) -> KernelTime {
    attention.decode(batch: batch, cached: cached)
  }

  /// Linear attention of all layers for decoding sequences, each with so many drafts to verify.
  func decodeLinearAttention(sequences: Int, drafts: Int) -> KernelTime {
    guard let linearAttention else { return .zero }
    return linearAttention.decode(sequences: Double(sequences), drafts: drafts) * linearLayers
  }

  private func linearProjections(_ tokens: Int) -> KernelTime {
    guard let linearAttention else { return .zero }
    return linearAttention.projections(tokens) * linearLayers
  }

  private func denseBlock(_ tokens: Int) -> KernelTime {
    guard let denseUp, let denseDown else { return .zero }
    return .sum([denseUp(tokens), denseDown(tokens)])
  }

  private func sharedBlock(_ tokens: Int) -> KernelTime {
    guard let router else { return .zero }
    guard let sharedUp, let sharedDown else { return router(tokens) }
    // Shared experts run beside the routed ones on a second stream while the batch is small.
    let own = KernelTime.sum([sharedUp(tokens), sharedDown(tokens)])
    return .sum([router(tokens), own * (tokens <= 256 ? 0.3 : 1)])
  }

  /// Norms, residual sums, rotary embedding, activation: fused, so that each layer moves its hidden state about
  /// ten times over, plus the launches.
  private func elementwise(_ tokens: Int) -> KernelTime {
    let bytes = 10 * 2 * Double(tokens) * Double(model.hiddenSize)
    let launches = 4 * 0.0015
    return KernelTime((kernels.roofline.elementwise(bytes: bytes) + launches) * layers, .interpolated)
  }

  /// Two sums over the tensor-parallel GPUs a layer.
  func collective(_ tokens: Int) -> KernelTime {
    collectives.allReduce(elements: Double(tokens * model.hiddenSize)) * (2 * layers)
  }
}
