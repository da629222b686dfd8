import ServingModel

/// Iteration-average loads of the two kinds of iteration of one lane model, and the time each kind took.
struct LoadAverages {
  private(set) var decodeMs = 0.0
  private(set) var promptMs = 0.0
  private var decodeIterations = 0.0
  private var rankDecodes = 0.0
  private var decodes = 0.0
  private var cached = 0.0
  private var promptIterations = 0.0
  private var prompt = (rankTokens: 0.0, rankWork: 0.0, tokens: 0.0)
  private var beside = (rankDecodes: 0.0, decodes: 0.0, cached: 0.0)

  mutating func addDecodes(_ batch: BatchLoad, iterations: Int, milliseconds: Double) {
    let number = Double(iterations)
    decodeMs += milliseconds
    decodeIterations += number
    rankDecodes += number * Double(batch.rankDecodes)
    decodes += number * Double(batch.decodes)
    cached += number * batch.rankCachedTokens
  }

  /// - Parameter batch: decoding sequences beside the prompts; empty when they pause.
  mutating func addPrompts(_ load: PromptLoad, beside batch: BatchLoad, milliseconds: Double) {
    promptMs += milliseconds
    promptIterations += 1
    prompt.rankTokens += Double(load.rankTokens)
    prompt.rankWork += load.rankWork
    prompt.tokens += Double(load.tokens)
    beside.rankDecodes += Double(batch.rankDecodes)
    beside.decodes += Double(batch.decodes)
    beside.cached += batch.rankCachedTokens
  }

  /// The worst confidence of a kind that took at least a tenth of `totalMs`, judged at its average load.
  func confidence(_ times: borrowing IterationTimes, totalMs: Double) -> Confidence {
    var worst = Confidence.measured
    if decodeMs > 0 && decodeMs >= 0.1 * totalMs {
      var load = IterationLoad()
      load.rankDecodes = min(times.maxBatchSize, whole(rankDecodes / decodeIterations))
      load.decodes = whole(decodes / decodeIterations)
      load.meanCachedTokens = cached / max(1, rankDecodes)
      worst = max(worst, times.confidence(load))
    }
    if promptMs > 0 && promptMs >= 0.1 * totalMs {
      var load = IterationLoad()
      load.rankPrefillTokens = whole(prompt.rankTokens / promptIterations)
      load.rankPrefillWork = prompt.rankWork / max(1, prompt.rankTokens) * Double(load.rankPrefillTokens)
      load.prefillTokens = whole(prompt.tokens / promptIterations)
      load.rankDecodes = min(times.maxBatchSize, Int(beside.rankDecodes / promptIterations + 0.5))
      load.decodes = Int(beside.decodes / promptIterations + 0.5)
      load.meanCachedTokens = beside.cached / max(1, beside.rankDecodes)
      worst = max(worst, times.confidence(load))
    }
    return worst
  }

  private func whole(_ value: Double) -> Int { max(1, Int(value + 0.5)) }
}
