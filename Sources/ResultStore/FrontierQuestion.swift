public import ServingModel

/// Which stored points may stand on one frontier: one model, one traffic, one method.
public struct FrontierQuestion: Sendable, Hashable {
  public var model: String
  public var isl: Int
  public var osl: Int
  public var rangeRatio: Double
  public var sharedPrefix: Int
  public var mtpAcceptance: [Double]
  /// Empty: every system.
  public var systems: [String]
  /// Empty: every engine.
  public var engines: [Engine]
  public var method: String
  /// Nil: the newest version of the method that has points for the question. Versions are never mixed.
  public var version: String?
  /// Points of this run alone; nil: of every run.
  public var run: Int64?

  public init(
    model: String, isl: Int, osl: Int, rangeRatio: Double = 1, sharedPrefix: Int = 0,
    mtpAcceptance: [Double] = [], systems: [String] = [], engines: [Engine] = [],
    method: String = "simulator", version: String? = nil, run: Int64? = nil
  ) {
    self.model = model
    self.isl = isl
    self.osl = osl
    self.rangeRatio = rangeRatio
    self.sharedPrefix = sharedPrefix
    self.mtpAcceptance = mtpAcceptance
    self.systems = systems
    self.engines = engines
    self.method = method
    self.version = version
    self.run = run
  }
}

/// The axes and limits of one stored point, flat: no text, nothing to release.
public struct StoredPoint: Sendable, Hashable, Identifiable {
  /// Row of the measurement: what ``ResultStore/details(_:)`` asks for.
  public var id: Int64
  /// Index into ``CandidateSet/scenarios``: model, system, engine and traffic.
  public var scenario: Int
  public var key: StableKey
  /// The run that measured it.
  public var run: Int64
  /// Row of the deployment: equal for points of equal servers.
  public var deployment: Int64
  public var concurrency: Int
  public var gpus: Int
  public var confidence: Confidence
  public var tpsUser: Double
  public var tpsGPU: Double
  public var totalTpsGPU: Double
  public var interactivity: Double
  public var e2eTpsUser: Double
  public var ttftMsP50: Double
  public var ttftMsP90: Double
  public var ttftMsP99: Double
  public var tpotMsP50: Double
  public var tpotMsP90: Double
  public var tpotMsP99: Double
}

/// The points that answer a question.
public struct CandidateSet: Sendable {
  public var scenarios: [Scenario] = []
  /// The version that the points were measured under; nil where there are none.
  public var version: String?
  public var points: [StoredPoint] = []

  public func scenario(of point: StoredPoint) -> Scenario { scenarios[point.scenario] }
}
