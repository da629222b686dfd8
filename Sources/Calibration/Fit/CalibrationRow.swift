internal import Foundation
public import ServingModel

/// What the fit knows of a measured row: where it stands, what was measured, what the fitted simulator says.
public struct CalibrationRow: Codable, Sendable {
  public var id: String
  public var place: CalibrationPlace
  public var ttftMs: Double
  public var tpotMs: Double
  public var simulated: SimulatedLatency

  /// Logarithm of measured over simulated.
  func logRatio(_ metric: CalibratedMetric) -> Double {
    switch metric {
    case .tpot: log(tpotMs / simulated.tpotMs)
    case .ttft: log(ttftMs / simulated.ttftMs)
    }
  }
}

extension CalibrationRow {
  /// What corrections leave of the logarithm of measured over simulated.
  func left(by corrections: Corrections) -> Corrections {
    Corrections(
      tpot: logRatio(.tpot) - corrections.tpot, ttft: logRatio(.ttft) - corrections.ttft)
  }
}

enum CalibratedMetric: String, CaseIterable, Codable, Sendable {
  case tpot, ttft
}

/// Means of a simulated run.
public struct SimulatedLatency: Codable, Sendable, Hashable {
  public var ttftMs: Double
  public var tpotMs: Double
  public var confidence: Confidence

  public init(_ measurement: ServingModel.Measurement) {
    self.init(
      ttftMs: measurement.ttftMs.mean, tpotMs: measurement.tpotMs.mean, confidence: measurement.confidence)
  }

  public init(ttftMs: Double, tpotMs: Double, confidence: Confidence) {
    self.ttftMs = ttftMs
    self.tpotMs = tpotMs
    self.confidence = confidence
  }
}

/// Where a point stands for the residual model: its groups, and what makes it like another point.
public struct CalibrationPlace: Codable, Sendable, Hashable {
  public var group: CalibrationGroup
  /// Of the engine; empty where a source has not recorded it, none where nobody asked.
  public var engineVersion: String?
  /// Whose measurement it is; none for the shipped ones.
  public var cluster: String?
  /// Parallel sizes of its servers, as text: rows of one configuration are never split between fit and check.
  public var configuration: String
  public var isl: Int
  public var osl: Int
  /// Requests in flight and GPUs of one server, or of the whole of disaggregated pools.
  public var concurrency: Double
  public var gpus: Int
  /// Attention data parallel ranks and expert parallel size of the servers that decode.
  public var dp: Int
  public var ep: Int

  public init(_ point: Point, engineVersion: String? = nil, cluster: String? = nil) {
    let deployment = point.deployment
    group = CalibrationGroup(deployment)
    self.engineVersion = engineVersion
    self.cluster = cluster
    isl = point.workload.isl
    osl = point.workload.osl
    let decode = deployment.topology.decodePool
    let servers = if case .aggregated = deployment.topology { decode.servers } else { 1 }
    concurrency = Double(point.workload.concurrency) / Double(max(1, servers))
    gpus = deployment.gpus / max(1, servers)
    dp = decode.configuration.parallelism.dp
    ep = decode.configuration.parallelism.ep
    configuration = Self.text(deployment.topology)
  }

  init(
    group: CalibrationGroup, engineVersion: String?, cluster: String?, configuration: String, isl: Int,
    osl: Int,
    concurrency: Double, gpus: Int, dp: Int, ep: Int
  ) {
    self.group = group
    self.engineVersion = engineVersion
    self.cluster = cluster
    self.configuration = configuration
    self.isl = isl
    self.osl = osl
    self.concurrency = concurrency
    self.gpus = gpus
    self.dp = dp
    self.ep = ep
  }

  private static func text(_ topology: Topology) -> String {
    func sizes(_ pool: ServerPool) -> String {
      let sizes = pool.configuration.parallelism
      return "\(pool.servers)x tp\(sizes.tp) dp\(sizes.dp) pp\(sizes.pp) moe_tp\(sizes.moeTP) ep\(sizes.ep)"
    }
    switch topology {
    case .aggregated(let pool): return sizes(pool)
    case .disaggregated(let prefill, let decode): return "\(sizes(prefill)) + \(sizes(decode))"
    }
  }

  /// Coordinates in which points a unit apart hardly say anything about each other.
  func coordinates(_ simulated: SimulatedLatency) -> SIMD8<Double> {
    SIMD8(
      log2(max(1, concurrency)) / 3, log2(Double(isl)) / 3, log2(Double(osl)) / 3, log2(Double(gpus)) / 2,
      log2(Double(dp)) / 2, log2(Double(ep)) / 2, log2(max(0.01, simulated.ttftMs)) / 3,
      log2(max(0.001, simulated.tpotMs)) / 3)
  }
}
