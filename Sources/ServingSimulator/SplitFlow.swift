import ServingModel

/// Lanes that read prompts and do nothing else.
struct PrefillFlow {
  let lane: LaneModel
  let lanes: Double
  let request: MeanRequest

  private var ranks: Double { Double(lane.ranks) }

  /// Prompts of one iteration at most, over the ranks.
  private var most: Double {
    let byTokens = max(1, (Double(lane.maxNumTokens) / request.fresh).rounded(.down))
    return ranks * min(Double(lane.maxBatchSize), byTokens)
  }

  private var iterations: Double { (request.fresh / Double(lane.maxNumTokens)).rounded(.up) }

  /// Milliseconds to read a group of prompts, spread over the ranks.
  private func milliseconds(group: Double) -> Double {
    let onRank = max(1, group / ranks)
    let tokens = onRank * request.fresh / iterations
    return iterations
      * lane.promptMs(
        rankTokens: tokens, work: onRank * request.promptWork / iterations,
        tokens: max(tokens, group * request.fresh / iterations), decodes: 0, cached: 0)
  }

  /// Prompts per millisecond that cannot be exceeded.
  var capacity: Double { lanes * most / milliseconds(group: most) }

  /// Milliseconds from a prompt's arrival to its end at a rate of prompts per millisecond.
  func residenceMs(rate: Double) -> Double {
    let arrivals = rate / lanes
    var group = 1.0
    var time = milliseconds(group: 1)
    // What arrives during one iteration is read in the next; three rounds are close enough.
    for _ in 0..<3 {
      group = min(most, max(1, arrivals * time))
      time = milliseconds(group: group)
    }
    let busy = min(1, arrivals * time / group)
    return time * (1 + busy / 2)
  }

  /// The balance where answers have one token, so that nothing decodes.
  /// - Parameter otherMs: of a request, before and behind its prompt.
  func balance(clients: Double, otherMs: Double) -> FlowBalance {
    let rate = rate(clients: clients, otherMs: otherMs)
    let state = FlowState(requestsPerMs: rate, decodeMs: 0, promptMs: clients / rate, isPossible: true)
    return FlowBalance(state, clients: clients)
  }

  /// Prompts per millisecond of clients that do nothing but send prompts, each `otherMs` after the last.
  private func rate(clients: Double, otherMs: Double) -> Double {
    var low = 0.0
    var high = capacity
    if high * (residenceMs(rate: high) + otherMs) <= clients { return high }
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if middle * (residenceMs(rate: middle) + otherMs) <= clients { low = middle } else { high = middle }
    }
    return max(low, high / 2)
  }
}

/// A pool that reads prompts and a pool that decodes.
struct SplitFlow: ServingFlow {
  let prompts: PrefillFlow
  let decode: LaneModel
  let decodeLanes: Double
  let request: MeanRequest
  /// Of a request, outside of both pools.
  let fixedMs: Double
  private let capacity: Double

  init(
    prompts: PrefillFlow, decode: LaneModel, decodeLanes: Double, request: MeanRequest, fixedMs: Double
  ) {
    self.prompts = prompts
    self.decode = decode
    self.decodeLanes = decodeLanes
    self.request = request
    self.fixedMs = fixedMs
    capacity = prompts.capacity
  }

  var mostDecodes: Double { decodeLanes * Double(decode.ranks) * decode.room(request) }

  func state(decodes: Double) -> FlowState {
    // Lanes take whole sequences: with fewer than one a lane, those that have one run alone.
    let iterationMs = decode.decodeMs(decodes: max(1, decodes / decodeLanes), cached: request.cached)
    let decodeMs = request.iterations * iterationMs
    let rate = decodes / decodeMs
    let isPossible = rate <= capacity
    let residence = isPossible ? prompts.residenceMs(rate: rate) : 0
    return FlowState(
      requestsPerMs: rate, decodeMs: decodeMs, promptMs: fixedMs + residence + iterationMs / 2,
      isPossible: isPossible)
  }
}
