import ServingModel

extension LaneModel {
  /// Sequences that a rank has room for, of a request of mean lengths.
  func room(_ request: MeanRequest) -> Double { min(Double(decodeSlots), request.held) }

  /// Milliseconds of a decode-only iteration over a mean number of sequences of the lane.
  func decodeMs(decodes: Double, cached: Double) -> Double {
    between(decodes) { rank, all in
      times.decodeSegment(rankDecodes: rank, decodes: all, meanCachedTokens: cached).milliseconds
    }
  }

  /// Milliseconds of an iteration with prompt tokens beside a mean number of decoding sequences (none: zero).
  func promptMs(rankTokens: Double, work: Double, tokens: Double, decodes: Double, cached: Double) -> Double {
    var load = IterationLoad()
    load.rankPrefillTokens = max(1, Int(rankTokens.rounded()))
    load.rankPrefillWork = work
    load.prefillTokens = max(load.rankPrefillTokens, Int(tokens.rounded()))
    if decodes <= 0 { return times.milliseconds(load) }
    load.meanCachedTokens = cached
    return between(decodes) { rank, all in
      load.rankDecodes = rank
      load.decodes = all
      return times.milliseconds(load)
    }
  }

  /// A function of whole numbers of sequences (of the fullest rank, of all) at a mean number of all: linear between.
  @inline(__always) private func between(_ decodes: Double, _ value: (Int, Int) -> Double) -> Double {
    // Spread as evenly as whole sequences can be, the fullest rank has half a sequence more than the mean.
    let fullest = decodes / Double(ranks) + Double(ranks - 1) / Double(2 * ranks)
    let rank = min(max(1, fullest), Double(times.maxBatchSize))
    let low = Int(rank)
    let all = max(low, Int(decodes.rounded()))
    let below = value(low, all)
    if low == times.maxBatchSize || rank == Double(low) { return below }
    return below + (value(low + 1, max(low + 1, all)) - below) * (rank - Double(low))
  }
}
