import Foundation
import ServingModel

/// A lane that reads prompts and decodes.
struct SharedFlow: ServingFlow {
  let lane: LaneModel
  let request: MeanRequest
  let scenario: ServingScenario
  let clients: Double
  /// Whether requests differ in their lengths.
  let isRandom: Bool

  private var ranks: Double { Double(lane.ranks) }
  /// What a client meets is of the others: with one client no prompt ever meets another sequence.
  private var othersShare: Double { (clients - 1) / max(1, clients) }

  var mostDecodes: Double { ranks * lane.room(request) }

  func state(decodes: Double) -> FlowState {
    // Prompts that begin with each decode iteration, as many as sequences end.
    let rate = decodes / request.iterations
    let budget = promptBudget(decodes)
    let share = rate * request.fresh / (ranks * budget)
    let prompts = prompts(rate, budget: budget, decodes: decodes)
    let decodeMs = lane.decodeMs(decodes: decodes, cached: request.cached)
    let iterationMs: Double
    switch lane.policy {
    case .mixed: iterationMs = decodeMs + prompts.share * (prompts.milliseconds - decodeMs)
    case .prefillFirst: iterationMs = decodeMs + prompts.share * prompts.milliseconds
    }
    let requestsPerMs = rate / iterationMs
    // Where others decode, a request that comes within an iteration starts with the next one.
    let busy = min(1, decodes * othersShare)
    let boundaryMs = ((scenario.arrivalDelayMs / iterationMs).rounded(.down) + 1) * iterationMs
    let startMs = scenario.arrivalDelayMs + busy * (boundaryMs - scenario.arrivalDelayMs)
    let reading = prompts.iterations * prompts.milliseconds
    let queue = share < 1 ? share / (2 * (1 - share)) * reading : .infinity
    let wait = startMs + min(queue, clients / requestsPerMs) + prompts.waitIterations * iterationMs
    let active = decodes + requestsPerMs * reading
    return FlowState(
      requestsPerMs: requestsPerMs, decodeMs: request.iterations * iterationMs,
      promptMs: wait + reading + scenario.firstTokenDelayMs,
      isPossible: share < 1 && active <= mostDecodes)
  }

  private struct Prompts {
    /// Of the iterations, those with prompt tokens (mixed), or such iterations for each decode iteration.
    var share: Double
    /// Of one such iteration.
    var milliseconds: Double
    /// That a prompt takes.
    var iterations: Double
    /// That a prompt is held back until the other ranks have one too.
    var waitIterations: Double
  }

  private func promptBudget(_ decodes: Double) -> Double {
    let most = Double(lane.maxNumTokens)
    if lane.policy == .prefillFirst { return most }
    return max(1, most - decodes / ranks * Double(lane.times.tokensPerDecode))
  }

  private func prompts(_ rate: Double, budget: Double, decodes: Double) -> Prompts {
    let iterations = (request.fresh / budget).rounded(.up)
    let others = rate * max(0, othersShare)
    // Prompts that come while others are read share their iterations; before a pausing batch goes on, all are read.
    var share =
      lane.policy == .mixed ? 1 - exp(-others * iterations) : (1 - exp(-others)) * iterations
    var wait = 0.0
    if lane.promptWaitIterations > 0 && lane.ranks > 1 && clients >= ranks {
      // Until the last rank has a prompt, others have several: as many as balls in the fullest of as many bins.
      let all = isRandom ? ranks * (log(ranks) + 0.58) : ranks
      let group = min(all, 1 + Double(lane.promptWaitIterations) * rate)
      let mean = group / ranks
      let fullest = isRandom ? mean + (2 * mean * log(ranks)).squareRoot() : max(1, mean)
      share = min(share, rate * fullest * request.fresh / budget / group)
      wait = (group - 1) / (2 * rate)
    }
    share = max(share, others * request.fresh / (ranks * budget))
    // Prompts of one iteration; one that is larger than the budget has a part of itself in each.
    let group = max(others > 1e-9 ? others / share : 0, 1 / iterations)
    let onRank = min(budget, max(request.fresh / iterations, group * request.fresh / ranks))
    let tokens = max(onRank, min(group * request.fresh, ranks * budget))
    return Prompts(
      share: lane.policy == .mixed ? min(1, share) : share,
      milliseconds: lane.promptMs(
        rankTokens: onRank, work: request.promptWork * onRank / request.fresh, tokens: tokens,
        decodes: lane.policy == .mixed ? decodes : 0, cached: request.cached),
      iterations: iterations, waitIterations: wait)
  }
}
