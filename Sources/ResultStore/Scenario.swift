internal import GRDB
public import ServingModel

/// One model on one system and engine under one traffic: the workload without its concurrency.
public struct Scenario: Sendable, Hashable {
  public var model: String
  public var system: String
  public var engine: Engine
  public var isl: Int
  public var osl: Int
  public var rangeRatio: Double
  public var sharedPrefix: Int
  public var mtpAcceptance: [Double]

  public init(_ point: Point) {
    model = point.deployment.model
    system = point.deployment.system
    engine = point.deployment.engine
    isl = point.workload.isl
    osl = point.workload.osl
    rangeRatio = point.workload.rangeRatio
    sharedPrefix = point.workload.sharedPrefix
    mtpAcceptance = point.workload.mtpAcceptance
  }

  public func workload(concurrency: Int) -> Workload {
    Workload(
      isl: isl, osl: osl, rangeRatio: rangeRatio, concurrency: concurrency, sharedPrefix: sharedPrefix,
      mtpAcceptance: mtpAcceptance)
  }

  /// Whether a point belongs here, without building its scenario.
  func holds(_ point: Point) -> Bool {
    let workload = point.workload
    let deployment = point.deployment
    return isl == workload.isl && osl == workload.osl && rangeRatio == workload.rangeRatio
      && sharedPrefix == workload.sharedPrefix && engine == deployment.engine
      && system == deployment.system && model == deployment.model
      && mtpAcceptance == workload.mtpAcceptance
  }
}

extension Scenario {
  /// Nil where the engine is of a newer program.
  init?(_ row: Row) {
    guard let engine = Engine(rawValue: row["engine"]) else { return nil }
    model = row["model"]
    system = row["system"]
    self.engine = engine
    isl = row["isl"]
    osl = row["osl"]
    rangeRatio = row["range_ratio"]
    sharedPrefix = row["shared_prefix"]
    mtpAcceptance = AcceptanceText.rates(row["mtp_acceptance"])
  }
}

/// Acceptance rates as text, exact: `0.86,0.69`.
enum AcceptanceText {
  static func text(_ rates: [Double]) -> String { rates.map { "\($0)" }.joined(separator: ",") }
  static func rates(_ text: String) -> [Double] { text.split(separator: ",").compactMap { Double($0) } }
}
