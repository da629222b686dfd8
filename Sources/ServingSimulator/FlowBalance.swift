/// The state of a deployment with a given number of decoding sequences.
struct FlowState {
  /// Completions per millisecond.
  var requestsPerMs: Double
  /// Milliseconds from the first token to the last.
  var decodeMs: Double
  /// Milliseconds from a client's send to its first token, with no wait for a place in the batch.
  var promptMs: Double
  /// Whether the deployment can have so many sequences: slots, KV cache and prompt capacity allow it.
  var isPossible: Bool
}

/// A closed loop's deployment as a function of its decoding sequences.
protocol ServingFlow {
  /// More decoding sequences than these never are.
  var mostDecodes: Double { get }
  func state(decodes: Double) -> FlowState
}

/// Where the clients of a closed loop are all accounted for.
struct FlowBalance {
  var requestsPerMs: Double
  /// Milliseconds from the first token to the last.
  var decodeMs: Double
  /// Milliseconds of a request.
  var latencyMs: Double

  /// Bisects for the largest number of decoding sequences that is possible and leaves clients for the prompts that
  /// go with it. Clients beyond that wait, which shows in the latency.
  static func solve(_ flow: some ServingFlow, clients: Double) -> FlowBalance {
    var low = 0.0
    var high = min(clients, flow.mostDecodes)
    var best = flow.state(decodes: high)
    if !fits(best, decodes: high, clients) {
      // To a thousandth: the model is coarser than that.
      for _ in 0..<40 where high - low > 1e-3 * high {
        let middle = (low + high) / 2
        let state = flow.state(decodes: middle)
        if fits(state, decodes: middle, clients) {
          low = middle
          best = state
        } else {
          high = middle
        }
      }
      if low == 0 { best = flow.state(decodes: high) }
    }
    return FlowBalance(best, clients: clients)
  }

  init(_ state: FlowState, clients: Double) {
    requestsPerMs = state.requestsPerMs
    decodeMs = state.decodeMs
    latencyMs = clients / state.requestsPerMs
  }

  private static func fits(_ state: FlowState, decodes: Double, _ clients: Double) -> Bool {
    state.isPossible && decodes + state.requestsPerMs * state.promptMs <= clients
  }
}
