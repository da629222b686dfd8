/// Corrections of simulated latencies, learnt from measured rows: a Gaussian process over the groups and settings of
/// a point, so that what a row says reaches its relatives and fades with distance.
///
/// It has a correction for TPOT and one for TTFT, and for each the expected size of what is left.
struct ResidualModel: Sendable {
  let points: PlacedPoints
  /// For each metric, how much each row counts.
  let weights: [CalibratedMetric: [Double]]
  /// For each metric, what a row's share in the fit is: about 1 (1.25 at most), far less for rows that nothing
  /// explains.
  let trust: [CalibratedMetric: [Double]]

  /// What the process may assume of its targets before it has seen any.
  struct Assumptions: Sendable {
    /// Times the deviations of ``ResidualKernel``.
    var scale: [CalibratedMetric: Double]
    /// Deviation of what no level explains, repeats included.
    var noise: [CalibratedMetric: Double]
    /// Whether rows far off count less (Student's t with 4 degrees of freedom).
    var isRobust: Bool

    /// For logarithms of measured over simulated figures.
    static let corrections = Assumptions(
      scale: [.tpot: 1, .ttft: 2.45], noise: [.tpot: 0.08, .ttft: 0.2], isRobust: true)
    /// For logarithms of the size of what is left: those of a normal variable spread by 1.1.
    static let spreads = Assumptions(
      scale: [.tpot: 3, .ttft: 3], noise: [.tpot: 1.1, .ttft: 1.1], isRobust: false)
  }

  /// - Parameters:
  ///   - points: rows with what the simulator says under the fitted factors.
  ///   - targets: what is to be learnt, by metric, one for each row.
  init(_ points: PlacedPoints, targets: [CalibratedMetric: [Double]], assuming: Assumptions) {
    let covariances = points.triangle()
    var weights: [CalibratedMetric: [Double]] = [:]
    var trust: [CalibratedMetric: [Double]] = [:]
    for metric in CalibratedMetric.allCases {
      let scale = assuming.scale[metric] ?? 1
      let factor = scale * scale
      let fit = RobustSolver(
        covariances: covariances, factor: factor, noise: assuming.noise[metric] ?? 1,
        rounds: assuming.isRobust ? 3 : 1)
      (weights[metric], trust[metric]) = fit.solve(targets[metric] ?? [])
      weights[metric] = weights[metric]?.map { $0 * factor }
    }
    self.points = points
    self.weights = weights
    self.trust = trust
  }

  /// A process that was fitted before.
  init(
    _ points: PlacedPoints, weights: [CalibratedMetric: [Double]], trust: [CalibratedMetric: [Double]] = [:]
  ) {
    self.points = points
    self.weights = weights
    self.trust = trust
  }

  /// Log corrections of TPOT and TTFT at a place.
  func corrections(_ place: CalibrationPlace, _ simulated: SimulatedLatency) -> Corrections {
    corrections(points.covariances(place, simulated))
  }

  /// The same from covariances with the process's points, for callers that ask several processes over the same ones.
  func corrections(_ shared: [Double]) -> Corrections {
    Corrections(tpot: sum(.tpot, shared), ttft: sum(.ttft, shared))
  }

  private func sum(_ metric: CalibratedMetric, _ shared: [Double]) -> Double {
    guard let weights = weights[metric] else { return 0 }
    var total = 0.0
    for index in shared.indices { total += shared[index] * weights[index] }
    return total
  }
}

/// Logarithms of factors.
struct Corrections: Sendable, Hashable {
  var tpot = 0.0
  var ttft = 0.0

  subscript(metric: CalibratedMetric) -> Double { metric == .tpot ? tpot : ttft }
}
