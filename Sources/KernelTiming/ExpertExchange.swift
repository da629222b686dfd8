internal import ServingModel

/// Tokens to their experts and back, where attention is data parallel.
///
/// TensorRT-LLM on one NVLink rack (GB200, GB300) uses its one-sided all-to-all kernels; vLLM and SGLang use
/// DeepEP beyond one node; elsewhere all ranks gather all tokens and scatter the sums.
struct ExpertExchange: Sendable {
  private let collectives: CollectiveTimes
  private let hidden: Double
  private let ranks: Int
  /// Share of 16 bits that a dispatched value takes.
  private let dispatchShare: Double
  private let steps: [Step]
  /// DeepEP for few tokens a rank, and for many.
  private let lowLatency: [Step]
  private let highThroughput: [Step]

  /// One kernel of the exchange, over the tokens of a rank.
  private struct Step: Sendable {
    var grid: KernelGrid
    var confidence: Confidence
    var factor = 1.0

    func callAsFunction(_ tokens: Double) -> KernelTime {
      (grid.time(tokens) { 0.01 + $0 * 1e-4 } * factor).atBest(confidence)
    }
  }

  /// Tokens a rank up to which engines choose DeepEP's low-latency kernels.
  private static let lowLatencyTokens = 256.0

  init(
    _ kernels: KernelContext, model: ModelArchitecture, moe: ModelArchitecture.MixtureOfExperts,
    format: NumberFormat, parallelism: Parallelism
  ) {
    collectives = CollectiveTimes(kernels, gpus: parallelism.stageGPUs)
    hidden = Double(model.hiddenSize)
    ranks = parallelism.dp
    // Values travel in the experts' format with their scales.
    switch (kernels.engine, format.arithmetic) {
    case (.trtllm, .nvfp4): dispatchShare = 0.28
    case (.trtllm, .fp8), (.sglang, .fp8): dispatchShare = 0.52
    default: dispatchShare = 1
    }
    steps = Self.oneSided(kernels, model: model, format: format, parallelism: parallelism)
    lowLatency = Self.deepEP(kernels, .deepEPLowLatency, model: model, moe: moe, parallelism: parallelism)
    highThroughput = Self.deepEP(
      kernels, .deepEPHighThroughput, model: model, moe: moe, parallelism: parallelism)
  }

  private static func deepEP(
    _ kernels: KernelContext, _ table: KernelTable, model: ModelArchitecture,
    moe: ModelArchitecture.MixtureOfExperts, parallelism: Parallelism
  ) -> [Step] {
    guard kernels.engine != .trtllm, let system = kernels.systemCode, parallelism.dp > 1,
      parallelism.stageGPUs > 8
    else { return [] }
    let nodes = (parallelism.stageGPUs + 7) / 8
    return [0, 1].compactMap { phase in
      let wanted = [nodes, model.hiddenSize, moe.expertsPerToken, moe.experts, phase]
      func distance(_ index: Int) -> Double {
        let key = kernels.tables.key(table, index).dropFirst()
        return zip(key, wanted).reduce(0) { $0 + Octaves.between($1.0 + 1, $1.1 + 1) }
      }
      let curves = kernels.tables.curves(table, startingWith: [system])
      guard let nearest = curves.min(by: { distance($0) < distance($1) }) else { return nil }
      return Step(
        grid: kernels.tables.grid(table, at: nearest),
        confidence: distance(nearest) == 0 ? .measured : .extrapolated)
    }
  }

  private static func oneSided(
    _ kernels: KernelContext, model: ModelArchitecture, format: NumberFormat, parallelism: Parallelism
  ) -> [Step] {
    guard kernels.engine == .trtllm, kernels.system.gpusPerNVLinkDomain > 8, parallelism.moeTP == 1,
      parallelism.dp > 1
    else { return [] }
    // GB200's tables serve GB300 too: the same NVLink.
    let system = KernelCode.system("gb200") ?? 0
    let code = KernelCode.format(format.arithmetic)
    return [0, 1, 2].compactMap { operation in
      let range = kernels.tables.curves(.allToAll, startingWith: [system, operation, code])
      let nearest = range.min {
        Octaves.between(kernels.tables.key(.allToAll, $0)[3], parallelism.ep)
          < Octaves.between(kernels.tables.key(.allToAll, $1)[3], parallelism.ep)
      }
      guard let nearest else { return nil }
      let exact =
        kernels.tables.key(.allToAll, nearest)[3] == parallelism.ep && kernels.system.name == "gb200"
      // Measured at the width of DeepSeek-R1; the payload scales with the hidden size.
      let factor = operation == 0 ? 1 : Double(model.hiddenSize) / 7168
      return Step(
        grid: kernels.tables.grid(.allToAll, at: nearest), confidence: exact ? .measured : .interpolated,
        factor: factor)
    }
  }

  /// Milliseconds a layer, for the tokens of all ranks together.
  func callAsFunction(_ tokens: Int) -> KernelTime {
    guard ranks > 1 else { return .zero }
    let count = Double(tokens)
    let perRank = max(1, count / Double(ranks))
    let deepEP = perRank <= Self.lowLatencyTokens ? lowLatency : highThroughput
    if let kernels = [steps, deepEP].first(where: { !$0.isEmpty }) {
      return .sum(kernels.map { $0(perRank) })
    }
    return .sum([
      collectives.allGather(elements: count * hidden * dispatchShare),
      collectives.reduceScatter(elements: count * hidden),
    ])
  }
}
