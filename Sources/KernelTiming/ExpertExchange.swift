internal import ServingModel

/// Tokens to their experts and back, where attention is data parallel.
///
/// TensorRT-LLM on one NVLink rack (GB200, GB300) uses its one-sided all-to-all kernels; elsewhere, and in vLLM
/// and SGLang by default, all ranks gather all tokens and scatter the sums.
struct ExpertExchange: Sendable {
  private let collectives: CollectiveTimes
  private let hidden: Double
  private let topK: Double
  private let ranks: Int
  /// Share of 16 bits that a dispatched value takes.
  private let dispatchShare: Double
  private let steps: [(grid: KernelGrid, confidence: Confidence, factor: Double)]

  init(
    _ kernels: KernelContext, model: ModelArchitecture, moe: ModelArchitecture.MixtureOfExperts,
    format: NumberFormat, parallelism: Parallelism
  ) {
    collectives = CollectiveTimes(kernels, gpus: parallelism.stageGPUs)
    hidden = Double(model.hiddenSize)
    topK = Double(moe.expertsPerToken)
    ranks = parallelism.dp
    // Values travel in the experts' format with their scales.
    switch (kernels.engine, format.arithmetic) {
    case (.trtllm, .nvfp4): dispatchShare = 0.28
    case (.trtllm, .fp8), (.sglang, .fp8): dispatchShare = 0.52
    default: dispatchShare = 1
    }
    steps = Self.oneSided(kernels, model: model, format: format, parallelism: parallelism)
  }

  private static func oneSided(
    _ kernels: KernelContext, model: ModelArchitecture, format: NumberFormat, parallelism: Parallelism
  ) -> [(grid: KernelGrid, confidence: Confidence, factor: Double)] {
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
      return (kernels.tables.grid(.allToAll, at: nearest), exact ? .measured : .interpolated, factor)
    }
  }

  /// Milliseconds a layer, for the tokens of all ranks together.
  func callAsFunction(_ tokens: Int) -> KernelTime {
    guard ranks > 1 else { return .zero }
    let count = Double(tokens)
    if steps.isEmpty {
      return .sum([
        collectives.allGather(elements: count * hidden * dispatchShare),
        collectives.reduceScatter(elements: count * hidden),
      ])
    }
    let perRank = max(1, count / Double(ranks))
    return .sum(
      steps.map { step in
        (step.grid.time(perRank) { 0.01 + $0 * 1e-4 } * step.factor).atBest(step.confidence)
      })
  }
}
