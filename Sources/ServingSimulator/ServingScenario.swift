public import ServingModel

/// Everything that one simulation needs: lanes, workload, constants and how long to run.
public struct ServingScenario: Sendable {
  public enum Lanes: Sendable {
    /// `lanes` identical lanes (servers x pipeline stages) that prefill and decode.
    case aggregated(lane: LaneModel, lanes: Int)
    /// A pool that reads prompts, a pool that generates, and a KV transfer between them.
    case disaggregated(
      prefill: LaneModel, prefillLanes: Int, decode: LaneModel, decodeLanes: Int, transfer: KVTransfer)
  }

  public var lanes: Lanes
  public var workload: Workload
  /// GPUs of the whole deployment.
  public var gpus: Int
  /// Milliseconds from the client's send until the scheduler can see the request: HTTP, tokenisation.
  public var arrivalDelayMs: Double
  /// Milliseconds that the front end spends on each request before it turns to the next: requests that are
  /// sent together reach the scheduler one after the other, which is what brings equal requests out of step.
  public var arrivalSpacingMs: Double
  /// Milliseconds from the end of the iteration that made a token until the client has it: detokenisation,
  /// streaming. Every token of a response has it, so it shifts TTFT and E2E and leaves gaps alone.
  public var firstTokenDelayMs: Double
  /// Lengths and MTP luck of request number i depend on this and i alone.
  public var seed: UInt64
  public var limits: SimulationLimits

  public init(
    lanes: Lanes, workload: Workload, gpus: Int, arrivalDelayMs: Double = 0,
    arrivalSpacingMs: Double = 0, firstTokenDelayMs: Double = 0, seed: UInt64 = 0,
    limits: SimulationLimits = SimulationLimits()
  ) {
    self.lanes = lanes
    self.workload = workload
    self.gpus = gpus
    self.arrivalDelayMs = arrivalDelayMs
    self.arrivalSpacingMs = arrivalSpacingMs
    self.firstTokenDelayMs = firstTokenDelayMs
    self.seed = seed
    self.limits = limits
  }
}

/// Time that the KV cache of one prompt takes from a prefill to a decode server.
public struct KVTransfer: Sendable, Hashable {
  public var latencyMs: Double
  /// Milliseconds for each prompt token.
  public var msPerToken: Double

  public init(latencyMs: Double = 0, msPerToken: Double = 0) {
    self.latencyMs = latencyMs
    self.msPerToken = msPerToken
  }

  package func milliseconds(promptTokens: Int) -> Double { latencyMs + msPerToken * Double(promptTokens) }
}
