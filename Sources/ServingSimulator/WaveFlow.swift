import ServingModel

/// A lane that lets prompts go first, under requests that are all alike: what began together ends together, so that
/// all clients send, read and decode in step for ever.
struct WaveFlow {
  let lane: LaneModel
  let request: MeanRequest
  /// Of a request, on its ways to and from the scheduler.
  let fixedMs: Double

  var mostDecodes: Double { Double(lane.ranks) * lane.room(request) }

  /// - Parameter decodes: sequences of the wave.
  func state(decodes: Double) -> FlowState {
    let ranks = Double(lane.ranks)
    // Whole iterations of all ranks, the last of them less than full.
    let perRank = max(1, decodes / ranks) * request.fresh
    let iterations = (perRank / Double(lane.maxNumTokens)).rounded(.up)
    let tokens = perRank / iterations
    let readingMs =
      iterations
      * lane.promptMs(
        rankTokens: tokens, work: request.promptWork * tokens / request.fresh,
        tokens: max(tokens, decodes * request.fresh / iterations), decodes: 0, cached: 0)
    let decodeMs = request.iterations * lane.decodeMs(decodes: decodes, cached: request.cached)
    // On average half of the prompts come before one's own, the others delay its second token.
    let half = iterations > 1 ? (iterations + 1) / (2 * iterations) : 1
    return FlowState(
      requestsPerMs: decodes / (readingMs + decodeMs + fixedMs), decodeMs: decodeMs + (1 - half) * readingMs,
      promptMs: fixedMs + half * readingMs, isPossible: true)
  }
}
