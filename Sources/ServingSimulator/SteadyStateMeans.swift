public import ServingModel

extension ServingScenario {
  /// Solves for the number of decoding sequences at which completions, prompts and clients are in balance.
  ///
  /// Mean field: lengths by their means, prompts that arrive at random, the same batch at all times. Little's law
  /// holds exactly. Takes microseconds; ``SimulationArena/measure(_:)`` is what it approximates.
  /// - Throws: as a simulation of the scenario would.
  public func steadyStateMeans() throws(SimulationError) -> SteadyStateMeans {
    try check()
    switch lanes {
    case .aggregated(let lane, let count):
      let clients = Double(workload.concurrency) / Double(count)
      return means(balance(of: lane, clients: clients), lanes: Double(count))
    case .disaggregated(let prefill, let prefillLanes, let decode, let decodeLanes, let transfer):
      let prompts = PrefillFlow(
        lane: prefill, lanes: Double(prefillLanes), request: MeanRequest(workload, on: prefill))
      let request = MeanRequest(workload, on: decode)
      let fixedMs = delaysMs + transfer.milliseconds(promptTokens: Int(request.prompt))
      let clients = Double(workload.concurrency)
      if request.iterations <= 0 {
        return means(prompts.balance(clients: clients, otherMs: fixedMs), lanes: 1)
      }
      let flow = SplitFlow(
        prompts: prompts, decode: decode, decodeLanes: Double(decodeLanes), request: request,
        fixedMs: fixedMs)
      return means(FlowBalance.solve(flow, clients: clients), lanes: 1)
    }
  }

  /// Of every request, on its ways to and from the scheduler.
  private var delaysMs: Double { arrivalDelayMs + firstTokenDelayMs }

  private func balance(of lane: LaneModel, clients: Double) -> FlowBalance {
    let request = MeanRequest(workload, on: lane)
    if request.iterations <= 0 {
      return PrefillFlow(lane: lane, lanes: 1, request: request)
        .balance(clients: clients, otherMs: delaysMs)
    }
    let isRandom = RequestShapes(workload: workload, decoding: lane, seed: seed, staggered: 0).isRandom
    if lane.policy == .prefillFirst && !isRandom {
      let wave = WaveFlow(lane: lane, request: request, fixedMs: delaysMs)
      return FlowBalance(wave.state(decodes: min(clients, wave.mostDecodes)), clients: clients)
    }
    return FlowBalance.solve(
      SharedFlow(lane: lane, request: request, scenario: self, clients: clients, isRandom: isRandom),
      clients: clients)
  }

  private func means(_ balance: FlowBalance, lanes: Double) -> SteadyStateMeans {
    let output = MeanRequest.mean(workload.osl, ratio: workload.rangeRatio)
    return SteadyStateMeans(
      ttftMs: balance.latencyMs - balance.decodeMs, tpotMs: output > 1 ? balance.decodeMs / (output - 1) : 0,
      requestsPerSecond: 1000 * balance.requestsPerMs * lanes, outputTokens: output, gpus: gpus)
  }
}

/// A request of mean lengths, tokens.
struct MeanRequest {
  /// Prompt tokens.
  let prompt: Double
  /// Prompt tokens that are not cached already.
  let fresh: Double
  /// Iterations of decoding.
  let iterations: Double
  /// Mean number of cached tokens while it decodes.
  let cached: Double
  /// Attention work of its prompt, tokens squared.
  let promptWork: Double
  /// Sequences of it that a rank's KV cache holds.
  let held: Double

  init(_ workload: Workload, on lane: LaneModel) {
    prompt = Self.mean(workload.isl, ratio: workload.rangeRatio)
    let output = Self.mean(workload.osl, ratio: workload.rangeRatio)
    let shared = min(Double(workload.sharedPrefix), prompt - 1)
    fresh = prompt - shared
    iterations = (output - 1) / lane.tokensPerIteration
    cached = prompt + output / 2
    promptWork = fresh * (shared + fresh / 2)
    let tokens = lane.reservedTokens(prompt: Int(prompt.rounded()), output: Int(output.rounded()))
    let sharedBlocks = lane.sharedBlocks(workload)
    held =
      Double(lane.kvBlocks - sharedBlocks) / Double(lane.blocks(tokens: tokens, shared: sharedBlocks))
  }

  /// Mean of lengths that are uniform in [ratio x nominal, nominal].
  static func mean(_ nominal: Int, ratio: Double) -> Double {
    let range = RequestShapes.range(nominal, ratio: ratio)
    return Double(range.lowerBound + range.upperBound) / 2
  }
}
