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
  /// Default probabilities by depth for DeepSeek-R1's one MTP module, applied again and again.
  ///
  /// Sources: the DeepSeek-V3 report (arXiv 2412.19437, section 5.4.3) gives 85 to 90 % for the second token;
  /// the model card of nebius/MTP-DeepSeek-V3-0324 measures a mean acceptance length of 3.09 to 3.20 for the
  /// original module at seven drafts. These values give 1.86, 2.44, 2.81 tokens for depth 1, 2, 3 and 3.2 for 7.
  public static let `default`: [Double] = [0.86, 0.68, 0.62, 0.57, 0.53]

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
