public import ServingModel

/// The figure of a latency distribution that a limit speaks of.
public enum LatencyStatistic: String, CaseIterable, Sendable, Hashable, Codable {
  case mean
  case p50
  case p90
  case p95
  case p99

  public func value(of distribution: Distribution) -> Double {
    switch self {
    case .mean: distribution.mean
    case .p50: distribution.p50
    case .p90: distribution.p90
    case .p95: distribution.p95
    case .p99: distribution.p99
    }
  }
}

/// An upper limit on a latency.
public struct LatencyLimit: Sendable, Hashable, Codable {
  public var milliseconds: Double
  public var statistic: LatencyStatistic

  public init(milliseconds: Double, statistic: LatencyStatistic = .p50) {
    self.milliseconds = milliseconds
    self.statistic = statistic
  }
}

/// What a deployment must keep to be considered. An absent limit allows everything.
public struct FrontierLimits: Sendable, Hashable, Codable {
  /// Least rate on the user axis in use, tokens/s.
  public var minTpsUser: Double?
  public var maxTTFT: LatencyLimit?
  public var maxTPOT: LatencyLimit?
  /// Most GPUs of the whole deployment.
  public var maxGPUs: Int?
  /// Worst confidence that counts.
  public var minConfidence: Confidence?

  public init(
    minTpsUser: Double? = nil, maxTTFT: LatencyLimit? = nil, maxTPOT: LatencyLimit? = nil,
    maxGPUs: Int? = nil, minConfidence: Confidence? = nil
  ) {
    self.minTpsUser = minTpsUser
    self.maxTTFT = maxTTFT
    self.maxTPOT = maxTPOT
    self.maxGPUs = maxGPUs
    self.minConfidence = minConfidence
  }

  /// One limit by name.
  public enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    case minTpsUser = "min_tps_user"
    case maxTTFT = "max_ttft"
    case maxTPOT = "max_tpot"
    case maxGPUs = "max_gpus"
    case minConfidence = "min_confidence"
  }

  /// The limits that are set.
  public var kinds: [Kind] { Kind.allCases.filter { text($0, axis: .tpsUser) != nil } }
  public var isEmpty: Bool { kinds.isEmpty }

  /// Whether a measurement keeps one limit. A figure that is not a number keeps none.
  public func keeps(_ kind: Kind, _ measurement: Measurement, axis: FrontierAxis) -> Bool {
    switch kind {
    case .minTpsUser: minTpsUser.map { axis.value(of: measurement) >= $0 } ?? true
    case .maxTTFT:
      maxTTFT.map { $0.statistic.value(of: measurement.ttftMs) <= $0.milliseconds } ?? true
    case .maxTPOT:
      maxTPOT.map { $0.statistic.value(of: measurement.tpotMs) <= $0.milliseconds } ?? true
    case .maxGPUs: maxGPUs.map { measurement.gpus <= $0 } ?? true
    case .minConfidence: minConfidence.map { measurement.confidence <= $0 } ?? true
    }
  }

  public func keepsAll(_ measurement: Measurement, axis: FrontierAxis) -> Bool {
    Kind.allCases.allSatisfy { keeps($0, measurement, axis: axis) }
  }

  /// A limit in words, or none where it is not set: `TTFT p99 at most 5,000 ms`.
  public func text(_ kind: Kind, axis: FrontierAxis) -> String? {
    switch kind {
    case .minTpsUser: minTpsUser.map { "at least \(Figure.text($0)) \(axis.unit)" }
    case .maxTTFT:
      maxTTFT.map { "TTFT \($0.statistic.rawValue) at most \(Figure.text($0.milliseconds)) ms" }
    case .maxTPOT:
      maxTPOT.map { "TPOT \($0.statistic.rawValue) at most \(Figure.text($0.milliseconds)) ms" }
    case .maxGPUs: maxGPUs.map { "at most \(Figure.text($0)) GPUs" }
    case .minConfidence: minConfidence.map { "confidence \($0.name) or better" }
    }
  }

  /// All limits in words, in a fixed order.
  public func texts(axis: FrontierAxis) -> [String] { Kind.allCases.compactMap { text($0, axis: axis) } }
}
