/// How much of a run is simulated and which part of it is reported.
public struct SimulationLimits: Sendable, Hashable {
  public enum Window: Sendable, Hashable {
    /// The run without its ramp and with no tail: clients never stop, figures come from the completions
    /// after a warm-up.
    case steadyState
    /// All requests from the first send to the last response, ramp and tail included, as
    /// `bench_serving` and genai-perf report.
    case wholeRun
  }

  public var window: Window
  /// Steady state: completions to measure, rounded up to whole rounds (one completion per client).
  /// `nil`: enough for the workload, see `measured(clients:isRandom:)`.
  public var measuredRequests: Int?
  /// Steady state: completions per client before the window opens.
  public var warmUpRounds: Int
  /// Whole run: requests per client in all.
  public var requestsPerClient: Int

  public init(
    window: Window = .steadyState, measuredRequests: Int? = nil, warmUpRounds: Int = 2,
    requestsPerClient: Int = 10
  ) {
    self.window = window
    self.measuredRequests = measuredRequests
    self.warmUpRounds = warmUpRounds
    self.requestsPerClient = requestsPerClient
  }

  /// Completions before the window opens.
  package func warmUp(clients: Int) -> Int { window == .wholeRun ? 0 : warmUpRounds * clients }

  /// Requests that begin as if their clients had been at it for a while: the first of each client, if the
  /// warm-up swallows them.
  package func staggered(clients: Int) -> Int {
    window == .steadyState && warmUpRounds > 0 ? clients : 0
  }

  /// Completions inside the window.
  ///
  /// Whole rounds, because a closed loop of equal requests is periodic with one completion per client: a
  /// window of whole periods has no edge error. Random lengths need numbers for a stable p99 (200, or three
  /// rounds), equal ones only the period (32, or two rounds).
  package func measured(clients: Int, isRandom: Bool) -> Int {
    if window == .wholeRun { return requestsPerClient * clients }
    let wanted = measuredRequests ?? (isRandom ? max(200, 3 * clients) : max(32, 2 * clients))
    return (max(1, wanted) + clients - 1) / clients * clients
  }
}
