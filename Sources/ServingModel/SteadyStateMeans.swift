/// What a closed loop settles at, as means: an estimate without percentiles.
public struct SteadyStateMeans: Sendable, Hashable, BitwiseCopyable {
  /// Time to first token, milliseconds.
  public var ttftMs: Double
  /// Time per output token after the first, milliseconds; zero where there is none.
  public var tpotMs: Double
  /// Completed requests per second of the whole deployment.
  public var requestsPerSecond: Double
  /// Output tokens of a request.
  public var outputTokens: Double
  /// GPUs of the whole deployment.
  public var gpus: Int

  public init(
    ttftMs: Double, tpotMs: Double, requestsPerSecond: Double, outputTokens: Double, gpus: Int
  ) {
    self.ttftMs = ttftMs
    self.tpotMs = tpotMs
    self.requestsPerSecond = requestsPerSecond
    self.outputTokens = outputTokens
    self.gpus = gpus
  }

  /// Latency of a request, milliseconds.
  public var e2eMs: Double { ttftMs + tpotMs * max(0, outputTokens - 1) }
  /// Tokens per second that a user sees: of those after the first, or of all where there is one.
  public var tpsUser: Double { tpotMs > 0 ? 1000 / tpotMs : 1000 * outputTokens / e2eMs }
  /// Output tokens per second over all GPUs.
  public var tpsGPU: Double { requestsPerSecond * outputTokens / Double(max(1, gpus)) }

  /// Moves to other latencies: with the requests in flight as they are, rates follow (Little's law).
  public mutating func correct(ttftMs: Double, tpotMs: Double) {
    let before = e2eMs
    self.ttftMs = ttftMs
    self.tpotMs = tpotMs
    requestsPerSecond *= before / e2eMs
  }
}
