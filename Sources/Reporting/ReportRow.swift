public import ServingModel

/// One evaluated point with everything that an export needs.
public struct ReportRow: Sendable, Hashable {
  public var key: StableKey
  /// Name of the run that measured it.
  public var run: String
  public var point: Point
  public var measurement: Measurement
  /// Whether the model has routed experts; labels depend on it.
  public var isMoE: Bool
  /// `simulator`, `server`, …
  public var method: String
  /// On the joint frontier. Set by ``FrontierReport``.
  public var onFrontier = false
  /// On the frontier of its GPU type. Set by ``FrontierReport``.
  public var onSystemFrontier = false

  public init(
    key: StableKey, run: String, point: Point, measurement: Measurement, isMoE: Bool, method: String
  ) {
    self.key = key
    self.run = run
    self.point = point
    self.measurement = measurement
    self.isMoE = isMoE
    self.method = method
  }

  public var deployment: Deployment { point.deployment }
  public var workload: Workload { point.workload }
  public var system: String { point.deployment.system }
  /// Parallelism in short form: `6×DEP4+1×DEP8`.
  public var label: String { point.deployment.label(isMoE: isMoE) }
  /// Token budget of the servers that read prompts: the chunk of chunked prefill.
  public var chunk: Int { point.deployment.topology.prefillPool.configuration.maxNumTokens }
  /// What a person would type to start these servers.
  public var launchLines: [String] { LaunchPlan(point: point, isMoE: isMoE).lines }
}
