internal import ServingModel

/// One layer of linear attention on one GPU: projections, causal convolution and gated delta rule.
struct GatedDeltaTimes: Sendable {
  private let roofline: Roofline
  private let input: GEMMTimes
  private let gates: GEMMTimes
  private let output: GEMMTimes
  private let shape: Shape
  private let context: [Site]
  private let generation: [Site]

  /// The two kernels, in the order of their code in the tables.
  private enum Stage: Int, CaseIterable { case convolution, deltaRule }

  private struct Site: Sendable {
    var grid: KernelGrid
    var shape: Shape
    var confidence: Confidence
  }

  /// - Parameters:
  ///   - format: of the projections; the gates' are 16 bits.
  ///   - tp: GPUs over which the heads are divided.
  init(_ kernels: KernelContext, net: GatedDeltaNet, hidden: Int, format: NumberFormat, tp: Int) {
    roofline = kernels.roofline
    let keyHeads = max(1, net.keyHeads / tp)
    let valueHeads = max(1, net.valueHeads / tp)
    let sizes = [keyHeads, net.keyHeadDim, valueHeads, net.valueHeadDim]
    shape = Shape(sizes: sizes, convolutionWidth: net.convolutionWidth)
    let keyWidth = keyHeads * net.keyHeadDim
    let valueWidth = valueHeads * net.valueHeadDim
    // Query, key, value and output gate in one multiplication; decay and update rate in another.
    input = GEMMTimes(kernels, format: format, n: 2 * keyWidth + 2 * valueWidth, k: hidden)
    gates = GEMMTimes(kernels, format: .bf16, n: 2 * valueHeads, k: hidden)
    output = GEMMTimes(kernels, format: format, n: hidden, k: valueWidth)
    // The engine's own rows where they are as near as any: a scan of few heads is bound by its chain of chunks, so
    // that other engines' rows of the same heads say more than its own of eight times as many.
    func sites(_ table: KernelTable) -> [Site] {
      let found = Stage.allCases.compactMap { stage in
        kernels.nearestOfEachEngine(table, fixed: [stage.rawValue], sizes: sizes).first.map { curve in
          Site(
            grid: curve.grid, shape: Shape(sizes: Array(curve.key.suffix(4)), convolutionWidth: 4),
            confidence: curve.confidence)
        }
      }
      return found.count == Stage.allCases.count ? found : []
    }
    context = sites(.gatedDeltaContext)
    generation = sites(.gatedDeltaGeneration)
  }

  /// Projections and the gated norm of the output, for `tokens`.
  func projections(_ tokens: Int) -> KernelTime {
    // The norm reads output and gate and writes one of them, in 16 bits; its launch is one of 0.0015 ms.
    let norm = roofline.elementwise(bytes: 3 * 2 * Double(tokens) * shape.valueWidth) + 0.0015
    return .sum([
      input(tokens), gates(tokens), output(tokens), KernelTime(norm, .interpolated),
    ])
  }

  /// Whole prompts: `batch` sequences of `length` tokens.
  func prefill(batch: Double, length: Double) -> KernelTime {
    .sum(
      Stage.allCases.map { stage in
        guard !context.isEmpty else {
          return estimate { stage == .convolution ? $0.convolve(batch, length) : $0.scan(batch, length) }
        }
        let site = context[stage.rawValue]
        func time(_ shape: Shape) -> (Double, Double) -> Double {
          { y, x in milliseconds(stage == .convolution ? shape.convolve(y, x) : shape.scan(y, x)) }
        }
        return site.grid.time(y: batch, x: length, measured: time(site.shape), asked: time(shape))
          .atBest(site.confidence)
      })
  }

  /// One iteration of decoding sequences. Verifying drafts reads each state once and keeps one more for each draft.
  func decode(sequences: Double, drafts: Int) -> KernelTime {
    let kernels = Stage.allCases.map { stage in
      guard !generation.isEmpty else {
        return estimate { stage == .convolution ? $0.shift(sequences) : $0.update(sequences) }
      }
      let site = generation[stage.rawValue]
      func time(_ shape: Shape, _ sequences: Double) -> Double {
        milliseconds(stage == .convolution ? shape.shift(sequences) : shape.update(sequences))
      }
      let own = site.grid.time(sequences) { time(site.shape, $0) }
      return (own * (time(shape, sequences) / time(site.shape, sequences))).atBest(site.confidence)
    }
    return KernelTime.sum(kernels) * (1 + 0.5 * Double(drafts))
  }

  private func milliseconds(_ work: Work) -> Double {
    roofline.milliseconds(flops: work.flops, bytes: work.bytes, format: .bf16)
  }

  private func estimate(_ work: (Shape) -> Work) -> KernelTime {
    let own = work(shape)
    return roofline.estimate(flops: own.flops, bytes: own.bytes, format: .bf16)
  }
}

extension GatedDeltaTimes {
  /// Floating-point operations and bytes of one kernel.
  private typealias Work = (flops: Double, bytes: Double)

  /// Sizes of one layer on one GPU and the work of its kernels.
  private struct Shape: Sendable {
    let keyWidth: Double
    let valueWidth: Double
    let keyHeadDim: Double
    let valueHeadDim: Double
    let convolutionWidth: Double

    /// Tokens that the chunked form of the rule takes at once.
    private static let chunk = 64.0

    /// - Parameter sizes: key heads, their size, value heads, their size.
    init(sizes: [Int], convolutionWidth: Int) {
      let sizes = sizes.map(Double.init)
      keyWidth = sizes[0] * sizes[1]
      valueWidth = sizes[2] * sizes[3]
      keyHeadDim = sizes[1]
      valueHeadDim = sizes[3]
      self.convolutionWidth = Double(convolutionWidth)
    }

    private var mixedWidth: Double { 2 * keyWidth + valueWidth }

    func convolve(_ batch: Double, _ length: Double) -> Work {
      let values = batch * length * mixedWidth
      return (2 * values * convolutionWidth, 4 * values)
    }

    /// The delta rule over prompts: inside a chunk like attention, between chunks by the state.
    func scan(_ batch: Double, _ length: Double) -> Work {
      let tokens = batch * length
      let inside = 4 * Self.chunk * (keyHeadDim + valueHeadDim) * valueWidth / valueHeadDim
      let states = 8 * batch * valueWidth * keyHeadDim
      return (
        tokens * (6 * valueWidth * keyHeadDim + inside), 2 * tokens * (mixedWidth + valueWidth) + states
      )
    }

    func shift(_ sequences: Double) -> Work {
      let values = sequences * mixedWidth
      return (2 * values * convolutionWidth, 4 * values * convolutionWidth)
    }

    /// The delta rule of one token a sequence: its 32-bit state is read and written.
    func update(_ sequences: Double) -> Work {
      let state = sequences * valueWidth * keyHeadDim
      return (6 * state, 8 * state + 2 * sequences * (mixedWidth + valueWidth))
    }
  }
}
