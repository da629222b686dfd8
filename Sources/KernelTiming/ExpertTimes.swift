internal import Foundation
internal import ServingModel

/// The fused kernel of routed experts on one GPU, over the tokens of all ranks.
struct ExpertTimes: Sendable {
  private let roofline: Roofline
  private let format: NumberFormat
  private let own: Shape
  private let sites: [Site]

  private struct Site: Sendable {
    var shape: Shape
    var grid: KernelGrid
    var confidence: Confidence
  }

  private struct Shape: Sendable {
    var hidden: Double
    var inner: Double
    var chosen: Double
    var experts: Double
    var moeTP: Double
    var ep: Double
  }

  init(
    _ kernels: KernelContext, model: ModelArchitecture, moe: ModelArchitecture.MixtureOfExperts,
    format: NumberFormat, parallelism: Parallelism, balanced: Bool
  ) {
    roofline = kernels.roofline
    self.format = format
    own = Shape(
      hidden: Double(model.hiddenSize), inner: Double(moe.intermediateSize),
      chosen: Double(moe.expertsPerToken), experts: Double(moe.experts), moeTP: Double(parallelism.moeTP),
      ep: Double(parallelism.ep))
    // Routing of DeepSeek-like models is close to even by training; others are more skewed.
    let skew = moe.experts >= 256 ? 1 : 2
    let sizes = [
      model.hiddenSize, moe.intermediateSize, moe.expertsPerToken, moe.experts, parallelism.moeTP,
      parallelism.ep,
    ]
    let found = Self.codes(format, kernels).lazy.map { code in
      kernels.nearestOfEachEngine(.experts, fixed: [code], sizes: sizes + [balanced ? 0 : skew])
    }.first { !$0.isEmpty }
    sites = (found ?? []).map { curve in
      let key = curve.key[3...].map(Double.init)
      let shape = Shape(
        hidden: key[0], inner: key[1], chosen: key[2], experts: key[3], moeTP: key[4], ep: key[5])
      return Site(shape: shape, grid: curve.grid, confidence: curve.confidence)
    }
  }

  /// Table rows to try: MXFP4 on Blackwell runs with FP8 activations where the engine has that kernel.
  private static func codes(_ format: NumberFormat, _ kernels: KernelContext) -> [Int] {
    switch format {
    case .mxfp4 where kernels.system.smVersion >= 100 && kernels.engine != .vllm:
      [KernelCode.mxfp4WithFP8Activations, KernelCode.format(.mxfp4)]
    case .fp8: [KernelCode.format(.fp8), KernelCode.format(.fp8Block)]
    default: [KernelCode.format(format)]
    }
  }

  /// Milliseconds for the tokens of all ranks together.
  func callAsFunction(_ tokens: Int) -> KernelTime {
    let count = Double(tokens)
    var best: KernelTime?
    for site in sites {
      let time = site.grid.time(count) { shape($0, site.shape) }
      let moved = time * (shape(count, own) / shape(count, site.shape))
      if moved.milliseconds < best?.milliseconds ?? .infinity { best = moved.atBest(site.confidence) }
    }
    if let best { return best }
    let (flops, bytes) = work(count, own)
    return roofline.estimate(flops: flops, bytes: bytes, format: format)
  }

  private func work(_ tokens: Double, _ shape: Shape) -> (flops: Double, bytes: Double) {
    // Experts that at least one token chose, on this GPU.
    let touched = shape.experts / shape.ep * (1 - pow(1 - shape.chosen / shape.experts, tokens))
    let weights = 3 * shape.hidden * shape.inner / shape.moeTP
    let local = max(tokens * shape.chosen / shape.ep, 1)
    let bytes = touched * weights * format.bytesPerValue + 4 * local * shape.hidden
    return (2 * local * weights, bytes)
  }

  private func shape(_ tokens: Double, _ shape: Shape) -> Double {
    let (flops, bytes) = work(tokens, shape)
    return roofline.milliseconds(flops: flops, bytes: bytes, format: format)
  }
}
