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
  /// How sure limits on rates and latencies must be kept; nil: the predicted figures decide.
  public var assurance: Assurance?

  public init(
    minTpsUser: Double? = nil, maxTTFT: LatencyLimit? = nil, maxTPOT: LatencyLimit? = nil,
    maxGPUs: Int? = nil, minConfidence: Confidence? = nil, assurance: Assurance? = nil
  ) {
    self.minTpsUser = minTpsUser
    self.maxTTFT = maxTTFT
    self.maxTPOT = maxTPOT
    self.maxGPUs = maxGPUs
    self.minConfidence = minConfidence
    self.assurance = assurance
  }

  /// One limit by name.
  public enum Kind: String, CaseIterable, Sendable, Hashable, Codable {
    case minTpsUser = "min_tps_user"
    case maxTTFT = "max_ttft"
    case maxTPOT = "max_tpot"
    case maxGPUs = "max_gpus"
    case minConfidence = "min_confidence"

    /// Whether the limit is on a figure that has an interval, so that ``FrontierLimits/assurance`` bears on it.
    public var hasInterval: Bool {
      switch self {
      case .minTpsUser, .maxTTFT, .maxTPOT: true
      case .maxGPUs, .minConfidence: false
      }
    }
  }

  /// The limits that are set.
  public var kinds: [Kind] { Kind.allCases.filter { text($0, axis: .tpsUser) != nil } }
  public var isEmpty: Bool { kinds.isEmpty }

  /// Whether a measurement keeps one limit. A figure that is not a number keeps none, and with an assurance neither
  /// does a figure without an interval.
  public func keeps(_ kind: Kind, _ measurement: Measurement, axis: FrontierAxis) -> Bool {
    switch kind {
    case .minTpsUser: minTpsUser.map { userRate(of: measurement, axis: axis) >= $0 } ?? true
    case .maxTTFT: maxTTFT.map { ttft($0.statistic, of: measurement) <= $0.milliseconds } ?? true
    case .maxTPOT: maxTPOT.map { tpot($0.statistic, of: measurement) <= $0.milliseconds } ?? true
    case .maxGPUs: maxGPUs.map { measurement.gpus <= $0 } ?? true
    case .minConfidence: minConfidence.map { measurement.confidence <= $0 } ?? true
    }
  }

  /// The user rate that a limit is held against, tokens/s: as predicted, or its lower bound.
  func userRate(of measurement: Measurement, axis: FrontierAxis) -> Double {
    guard let assurance else { return axis.value(of: measurement) }
    guard let slow = measurement.latencyFactors(score: assurance.score) else { return .nan }
    return axis.value(of: measurement, at: slow)
  }

  /// The time to first token that a limit is held against, milliseconds: as predicted, or its upper bound.
  func ttft(_ statistic: LatencyStatistic, of measurement: Measurement) -> Double {
    let predicted = statistic.value(of: measurement.ttftMs)
    guard let assurance else { return predicted }
    return predicted * (measurement.latencyFactors(score: assurance.score)?.ttft ?? .nan)
  }

  /// The same for the time per output token.
  func tpot(_ statistic: LatencyStatistic, of measurement: Measurement) -> Double {
    let predicted = statistic.value(of: measurement.tpotMs)
    guard let assurance else { return predicted }
    return predicted * (measurement.latencyFactors(score: assurance.score)?.tpot ?? .nan)
  }

  public func keepsAll(_ measurement: Measurement, axis: FrontierAxis) -> Bool {
    Kind.allCases.allSatisfy { keeps($0, measurement, axis: axis) }
  }

  /// A limit in words, or none where it is not set: `TTFT p99 at most 5,000 ms with 90 % confidence`.
  public func text(_ kind: Kind, axis: FrontierAxis) -> String? {
    guard let assurance, kind.hasInterval else { return plainText(kind, axis: axis) }
    return plainText(kind, axis: axis).map { "\($0) with \(assurance.text) confidence" }
  }

  private func plainText(_ kind: Kind, axis: FrontierAxis) -> String? {
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
