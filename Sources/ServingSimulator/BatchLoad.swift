package import ServingModel

/// The sums over a lane's decoding sequences from which an iteration's time follows.
///
/// One definition for the event loop and for the step-by-step simulator. At every change (a sequence begins
/// or ends, or an iteration with prompt tokens ends) the sums are taken anew from the ranks: the most
/// sequences of any rank, and the most cached tokens of any rank. Between changes each iteration adds
/// `rankDecodes x e` to the cached tokens, as if the fullest rank were also the one with most sequences;
/// so the mean grows by exactly e tokens per iteration and the time is linear in between. The ranks differ
/// by a request or two under least-loaded routing, so this is off by that at most, until the next change.
package struct BatchLoad: Sendable, BitwiseCopyable {
  /// Decoding sequences over all ranks.
  package var decodes = 0
  /// Decoding sequences of the rank with most of them.
  package var rankDecodes = 0
  /// Cached tokens of decoding sequences of the rank with most of them.
  package var rankCachedTokens = 0.0

  package init() {}

  /// Mean cached length that an iteration is charged for.
  package var meanCachedTokens: Double {
    rankDecodes == 0 ? 0 : rankCachedTokens / Double(rankDecodes)
  }

  /// Goes on by decode iterations in which each sequence gains `tokens` tokens.
  package mutating func advance(iterations: Int, tokens: Double) {
    rankCachedTokens += Double(iterations) * Double(rankDecodes) * tokens
  }
}

/// The prompt chunks of one iteration.
package struct PromptLoad: Sendable, BitwiseCopyable {
  /// Tokens and attention work of the rank with most prompt tokens (of most work among those).
  package var rankTokens = 0
  package var rankWork = 0.0
  /// Tokens over all ranks.
  package var tokens = 0

  package init() {}

  /// Adds the chunks of one rank.
  package mutating func add(rankTokens: Int, work: Double) {
    tokens += rankTokens
    if rankTokens > self.rankTokens || (rankTokens == self.rankTokens && work > rankWork) {
      self.rankTokens = rankTokens
      rankWork = work
    }
  }
}

extension IterationLoad {
  /// - Parameter batch: the decoding sequences that run; empty when they pause.
  package init(prompts: PromptLoad, batch: BatchLoad) {
    self.init()
    rankPrefillTokens = prompts.rankTokens
    rankPrefillWork = prompts.rankWork
    prefillTokens = prompts.tokens
    rankDecodes = batch.rankDecodes
    decodes = batch.decodes
    meanCachedTokens = batch.meanCachedTokens
  }
}

/// Attention work of a chunk: its tokens x (tokens cached before + half the chunk).
package func promptWork(chunk: Int, cached: Int) -> Double {
  Double(chunk) * (Double(cached) + Double(chunk) / 2)
}

/// The clock's resolution for comparisons, 2^-20 ms (about a nanosecond).
///
/// Lanes keep exact times; whether one event comes before another is asked on this grid, so that sums taken
/// in another order (in closed form or step by step) never decide who goes first.
@inline(__always) package func tick(_ milliseconds: Double) -> Double {
  // Adding 1.5 x 2^52 leaves no bits for a fraction: rounds to nearest without a library call. Beyond 2^31 ms
  // the grid gets coarser, and stays monotone.
  ((milliseconds * 0x1p20 + 0x1.8p52) - 0x1.8p52) * 0x1p-20
}

/// The least whole number that is not below `value`, which must be far smaller than 2^63.
///
/// Rounding a `Double` first would be a library call on processors of the baseline.
@inline(__always) func wholeUp(_ value: Double) -> Int {
  let whole = Int(value)
  return Double(whole) < value ? whole &+ 1 : whole
}
