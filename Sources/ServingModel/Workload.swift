/// What clients send: a closed loop of `concurrency` users.
public struct Workload: Codable, Sendable, Hashable {
  /// Input sequence length, tokens: the nominal (largest) one.
  public var isl: Int
  /// Output sequence length, tokens: the nominal (largest) one.
  public var osl: Int
  /// Lengths are uniform whole numbers in [rangeRatio x L, L]; 1 is fixed (InferenceX
  /// `--random-range-ratio`).
  public var rangeRatio: Double
  /// Requests in flight over all servers.
  public var concurrency: Int
  /// Tokens at the start of every prompt that are already in the KV cache.
  public var sharedPrefix: Int
  /// Probability that the draft token at each depth is accepted, given that those before it were.
  /// Empty: the default of ``MTPAcceptance``.
  public var mtpAcceptance: [Double]

  public init(
    isl: Int, osl: Int, rangeRatio: Double = 1, concurrency: Int, sharedPrefix: Int = 0,
    mtpAcceptance: [Double] = []
  ) {
    self.isl = isl
    self.osl = osl
    self.rangeRatio = rangeRatio
    self.concurrency = concurrency
    self.sharedPrefix = sharedPrefix
    self.mtpAcceptance = mtpAcceptance
  }
}

/// Acceptance of draft tokens by depth.
public enum MTPAcceptance {
  /// Default probabilities by depth for DeepSeek-R1's own MTP module applied again and again.
  ///
  /// Source: the DeepSeek-V3 report (arXiv 2412.19437, section 5.4.3) gives 85 to 90 % for the second
  /// token; depth 2 and 3 reuse the one trained module, and TensorRT-LLM's public tech blog on MTP for
  /// DeepSeek-R1 reports acceptance lengths of 1.85 to 1.92, 2.4 to 2.6 and 2.7 to 3.1 for depth 1, 2, 3,
  /// which these values reproduce (1.86, 2.45, 2.84).
  public static let `default`: [Double] = [0.86, 0.69, 0.66, 0.60, 0.55]

  /// Mean tokens that one iteration yields: 1 + the expected number of accepted drafts.
  public static func tokensPerIteration(depth: Int, acceptance: [Double]) -> Double {
    let rates = acceptance.isEmpty ? `default` : acceptance
    var mean = 1.0
    var reach = 1.0
    for index in 0..<depth {
      reach *= rates[min(index, rates.count - 1)]
      mean += reach
    }
    return mean
  }

  /// Variance of the tokens that one iteration yields.
  public static func variancePerIteration(depth: Int, acceptance: [Double]) -> Double {
    let rates = acceptance.isEmpty ? `default` : acceptance
    var mean = 0.0
    var square = 0.0
    var reach = 1.0
    // E[A] and E[A^2] of the number accepted A, by tail sums: E[A^2] = sum (2k - 1) P(A >= k).
    for index in 0..<depth {
      reach *= rates[min(index, rates.count - 1)]
      mean += reach
      square += Double(2 * index + 1) * reach
    }
    return max(0, square - mean * mean)
  }
}
