package import ServingModel

/// The size of one request, drawn from the workload.
package struct RequestShape: Sendable, Hashable, BitwiseCopyable {
  /// Prompt tokens.
  package var prompt: Int
  /// Prompt tokens at the start that are in the KV cache already. At least one token is always computed.
  package var cached: Int
  /// Output tokens.
  package var output: Int
  /// Decode iterations until all output tokens after the first have come.
  package var iterations: Int
}

/// Draws request shapes: number i of a seed has the same shape whenever and wherever it is sent.
package struct RequestShapes: Sendable {
  let seed: UInt64
  let prompts: ClosedRange<Int>
  let outputs: ClosedRange<Int>
  let sharedPrefix: Int
  /// Largest number of tokens of a decode iteration: 1 + draft depth.
  let mostTokens: Int
  let meanTokens: Double
  let variance: Double
  /// Variance of a sequence's iterations for each token that it decodes.
  private let spreadPerToken: Double
  private let iterationsPerToken: Double
  /// Requests below this number come up short: as if their clients had begun some time ago.
  let staggered: Int

  /// - Parameter staggered: requests, from the first, that have only a uniformly drawn part of their output
  ///   left. All clients send at once; with lengths that differ a little they take dozens of rounds to forget
  ///   it, and until then prompts come in waves. Starting with outputs of all ages they are out of step after
  ///   one. Equal requests never forget their start, so they are left alone.
  package init(workload: Workload, decoding lane: LaneModel, seed: UInt64, staggered: Int) {
    self.seed = seed
    self.staggered = staggered
    prompts = Self.range(workload.isl, ratio: workload.rangeRatio)
    outputs = Self.range(workload.osl, ratio: workload.rangeRatio)
    sharedPrefix = workload.sharedPrefix
    mostTokens = lane.times.tokensPerDecode
    meanTokens = lane.tokensPerIteration
    variance = lane.tokensPerIterationVariance
    spreadPerToken = variance / (meanTokens * meanTokens * meanTokens)
    iterationsPerToken = 1 / meanTokens
  }

  /// Whole numbers in [ratio x nominal, nominal] (`--random-range-ratio`), never below 1.
  static func range(_ nominal: Int, ratio: Double) -> ClosedRange<Int> {
    min(nominal, max(1, Int(ratio * Double(nominal))))...nominal
  }

  /// Whether requests differ from one another.
  package var isRandom: Bool {
    prompts.count > 1 || outputs.count > 1 || (mostTokens > 1 && variance > 0)
  }

  package func shape(of number: Int) -> RequestShape {
    var random = SplitMix64(seed: seed, stream: UInt64(truncatingIfNeeded: number))
    let prompt = random.draw(from: prompts)
    var output = random.draw(from: outputs)
    if number < staggered && isRandom { output = random.draw(from: 1...output) }
    let iterations = mostTokens > 1 ? iterations(output: output, &random) : output - 1
    return RequestShape(
      prompt: prompt, cached: min(sharedPrefix, prompt - 1), output: output, iterations: iterations)
  }

  /// Iterations that yield `output - 1` tokens, each a random number of mean e and variance v: by renewal
  /// theory about normal with mean (output - 1) / e and variance (output - 1) v / e^3.
  private func iterations(output: Int, _ random: inout SplitMix64) -> Int {
    let tokens = Double(output - 1)
    let spread = (tokens * spreadPerToken).squareRoot()
    let wanted = tokens * iterationsPerToken + random.normal() * spread
    let fewest = (output - 1 + mostTokens - 1) / mostTokens
    return min(max(wholeUp(wanted), fewest), output - 1)
  }
}

/// Steele, Lea and Flood's SplitMix64: one multiplication chain per number, any 64-bit seed is good.
struct SplitMix64 {
  private var state: UInt64

  /// Streams of one seed are independent of each other.
  init(seed: UInt64, stream: UInt64) {
    state = Self.mix(seed &+ Self.mix(stream &+ 0x9e37_79b9_7f4a_7c15))
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(state)
  }

  /// A whole number of the range; costs nothing for a range of one.
  mutating func draw(from range: ClosedRange<Int>) -> Int {
    let span = UInt64(range.upperBound - range.lowerBound) + 1
    if span == 1 { return range.lowerBound }
    return range.lowerBound + Int(next().multipliedFullWidth(by: span).high)
  }

  /// About normal, mean 0 and variance 1: 64 fair coins (variance 16) smoothed by a uniform number
  /// (variance 1/12). Needs no logarithm, so it is the same on every platform.
  mutating func normal() -> Double {
    let heads = Double(next().nonzeroBitCount) - 32
    let uniform = Double(next() >> 11) * 0x1p-53 - 0.5
    return (heads + uniform) * Self.perDeviation
  }

  /// One over the standard deviation of the sum.
  private static let perDeviation = 1 / (16 + 1.0 / 12).squareRoot()

  private static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
