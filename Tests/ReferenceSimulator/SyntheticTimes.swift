package import ServingModel

/// Made-up iteration times with the shape of real ones: weights read once, tokens computed, caches read.
package struct SyntheticTimes {
  /// Milliseconds of an iteration with no tokens.
  package var base = 5.0
  /// Milliseconds for each decoding sequence of the fullest rank.
  package var perDecode = 0.02
  /// Milliseconds for each token of an iteration with prompts.
  package var perToken = 0.03
  /// Milliseconds for each thousand cached tokens of each decoding sequence.
  package var perThousandCached = 0.004
  /// Bend of the attention time: 0 is linear in the cached length.
  package var bend = 0.1
  package var confidence = Confidence.interpolated

  package init() {}

  package func iterationTimes(maxBatchSize: Int, tokensPerDecode: Int, maxTokens: Int) -> IterationTimes {
    let level = confidence
    var attention: [Double] = []
    for row in 0...maxBatchSize {
      for knot in 0..<IterationTimes.cachedKnots {
        let cached = Double(1 << knot)
        let curve = 1 + bend * Double(knot % 3)
        attention.append(Double(row) * cached / 1000 * perThousandCached * curve)
      }
    }
    return IterationTimes(
      tokensPerDecode: tokensPerDecode, maxBatchSize: maxBatchSize,
      decodeRank: (0...maxBatchSize).map { base + perDecode * Double($0) },
      decodeShared: TokenCurve(through: maxBatchSize * 64) { (0.5 + 0.003 * Double($0), level) },
      mixedRank: TokenCurve(through: maxTokens) { (base + perToken * Double($0), level) },
      mixedShared: TokenCurve(through: maxTokens) { (0.5 + 0.003 * Double($0), level) },
      decodeAttention: attention,
      decodeAttentionConfidence: attention.map { _ in level },
      prefillAttention: PrefillAttention { tokens, length in
        (Double(tokens) * Double(length) * 1e-6, level)
      })
  }
}
