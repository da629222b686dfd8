public import ServingModel

/// A figure of a measurement that can be an axis or be limited; raw values are the store's columns.
public enum StoredFigure: String, CaseIterable, Sendable, Hashable {
  case tpsUser = "tps_user"
  case tpsGPU = "tps_gpu"
  case totalTpsGPU = "total_tps_gpu"
  case interactivity
  case e2eTpsUser = "e2e_tps_user"
  case ttftMsP50 = "ttft_ms_p50"
  case ttftMsP90 = "ttft_ms_p90"
  case ttftMsP99 = "ttft_ms_p99"
  case tpotMsP50 = "tpot_ms_p50"
  case tpotMsP90 = "tpot_ms_p90"
  case tpotMsP99 = "tpot_ms_p99"
  case e2eMsP50 = "e2e_ms_p50"
  case e2eMsP99 = "e2e_ms_p99"
  case itlMsP50 = "itl_ms_p50"
  case itlMsP99 = "itl_ms_p99"
  case requestsPerSecond = "requests_per_second"
  case gpus
}

/// What a point must keep to count: by its figure as it is stored, or with an assurance by the bound of what a real
/// measurement would show.
///
/// With an assurance a point without intervals keeps no limit; the number of GPUs is no prediction and is held
/// against limits as it is.
public enum StoredLimit: Sendable, Hashable {
  case atLeast(StoredFigure, Double, with: Assurance? = nil)
  case atMost(StoredFigure, Double, with: Assurance? = nil)
}

/// A point with two figures and no more: for a frontier over very many points.
public struct StoredAxes: Sendable, Hashable, Identifiable {
  /// Row of the measurement: what ``ResultStore/details(_:)`` asks for.
  public var id: Int64
  /// Index into ``CandidateSet/scenarios``.
  public var scenario: Int
  public var x: Double
  public var y: Double
}
