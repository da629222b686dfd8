internal import ServingModel

/// Limits to be kept with confidence, held against the bounds of a row. Bounds need powers, which SQLite may lack,
/// and the arithmetic that the limits in memory use: rows are read and judged here.
struct AssuredLimits {
  private struct Check {
    var figure: StoredFigure
    var bound: Double
    var isLeast: Bool
    /// The quantile of latency to look at: the slow end where slow breaks the limit, else the fast one.
    var score: Double
  }

  private let checks: [Check]
  private let first: Int32

  /// - Parameter first: position of the first of ``columns`` in the result.
  init(_ limits: [StoredLimit], first: Int32) {
    self.first = first
    checks = limits.compactMap { limit in
      guard let assurance = limit.assurance else { return nil }
      let slowBreaks = limit.isLeast == limit.figure.fallsWhenSlow
      return Check(
        figure: limit.figure, bound: limit.bound, isLeast: limit.isLeast,
        score: slowBreaks ? assurance.score : -assurance.score)
    }
  }

  /// What a statement must select, after its own columns; empty where no limit asks for confidence.
  var columns: [String] {
    checks.isEmpty
      ? []
      : [IntervalColumns.names, "ttft_ms_mean", "tpot_ms_mean", "e2e_ms_mean"]
        + checks.map(\.figure.rawValue)
  }

  /// Whether the row keeps them all.
  func keep(_ row: BoundStatement) -> Bool {
    guard !checks.isEmpty else { return true }
    guard let intervals = IntervalColumns.read(row, from: first) else { return false }
    let means = first + IntervalColumns.count
    for (place, check) in checks.enumerated() {
      let factors = intervals.latencyFactors(
        score: check.score, ttftMean: row.double(means), tpotMean: row.double(means + 1),
        e2eMean: row.double(means + 2))
      let value = check.figure.value(row.double(means + 3 + Int32(place)), at: factors)
      guard check.isLeast ? value >= check.bound : value <= check.bound else { return false }
    }
    return true
  }
}

extension StoredLimit {
  var figure: StoredFigure {
    switch self {
    case .atLeast(let figure, _, _), .atMost(let figure, _, _): figure
    }
  }

  var bound: Double {
    switch self {
    case .atLeast(_, let bound, _), .atMost(_, let bound, _): bound
    }
  }

  var isLeast: Bool { if case .atLeast = self { true } else { false } }

  /// None where the stored figure decides.
  var assurance: Assurance? {
    switch self {
    case .atLeast(let figure, _, let assurance), .atMost(let figure, _, let assurance):
      figure == .gpus ? nil : assurance
    }
  }
}

extension StoredFigure {
  /// Whether a slower server shows less of it: rates do, latencies do not.
  fileprivate var fallsWhenSlow: Bool {
    switch self {
    case .tpsUser, .tpsGPU, .totalTpsGPU, .interactivity, .e2eTpsUser, .requestsPerSecond: true
    default: false
    }
  }

  /// The figure where latencies are so many times those predicted.
  fileprivate func value(_ predicted: Double, at factors: LatencyFactors) -> Double {
    switch self {
    case .tpsUser, .interactivity: predicted / factors.tpot
    case .tpsGPU, .totalTpsGPU, .e2eTpsUser, .requestsPerSecond: predicted / factors.latency
    case .ttftMsP50, .ttftMsP90, .ttftMsP99: predicted * factors.ttft
    case .tpotMsP50, .tpotMsP90, .tpotMsP99, .itlMsP50, .itlMsP99: predicted * factors.tpot
    case .e2eMsP50, .e2eMsP99: predicted * factors.latency
    case .gpus: predicted
    }
  }
}
