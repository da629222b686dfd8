internal import Foundation
public import ServingModel

/// Simulates the mean latencies of a point under given constants; none where it cannot be simulated.
public typealias LatencySimulator = @Sendable (Point, TimingFactors) -> SimulatedLatency?

/// Measured rows and a simulator, ready to be fitted.
struct CalibrationData: Sendable {
  let measured: [MeasuredRow]
  let places: [CalibrationPlace]
  let simulate: LatencySimulator

  init(_ measured: [MeasuredRow], cluster: String? = nil, simulate: @escaping LatencySimulator) {
    self.measured = measured
    self.simulate = simulate
    places = measured.map {
      CalibrationPlace($0.point, engineVersion: $0.engineVersion, cluster: cluster)
    }
  }

  /// Step of a factor when its slope is measured.
  private static let step = 1.2

  func latency(_ index: Int, _ factors: FactorModel) -> SimulatedLatency? {
    simulate(measured[index].point, factors.factors(places[index].group))
  }

  /// All rows under the factors, those that cannot be simulated left out.
  func rows(_ factors: FactorModel, of indices: [Int]) -> [CalibrationRow] {
    indexedRows(factors, of: indices).map(\.row)
  }

  func indexedRows(_ factors: FactorModel, of indices: [Int]) -> [(index: Int, row: CalibrationRow)] {
    parallelMap(indices) { index in
      latency(index, factors).map { (index, row(index, $0)) }
    }.compactMap(\.self)
  }

  func row(_ index: Int, _ latency: SimulatedLatency) -> CalibrationRow {
    CalibrationRow(
      id: measured[index].id, place: places[index], ttftMs: measured[index].ttftMs,
      tpotMs: measured[index].tpotMs, simulated: latency)
  }

  /// Slopes of all rows around the factors.
  func slopes(_ factors: FactorModel, of indices: [Int]) -> [Int: [CalibratedMetric: [Double]]] {
    let found = parallelMap(indices) { slopes($0, factors) }
    return Dictionary(uniqueKeysWithValues: zip(indices, found)).compactMapValues(\.self)
  }

  private func slopes(_ index: Int, _ model: FactorModel) -> [CalibratedMetric: [Double]]? {
    let factors = model.factors(places[index].group)
    guard let base = simulate(measured[index].point, factors) else { return nil }
    var slopes: [CalibratedMetric: [Double]] = [:]
    for name in TimingFactors.Name.allCases {
      var moved = factors
      moved[name] *= Self.step
      guard let latency = simulate(measured[index].point, moved) else { return nil }
      slopes[.tpot, default: []].append(log(latency.tpotMs / base.tpotMs) / log(Self.step))
      slopes[.ttft, default: []].append(log(latency.ttftMs / base.ttftMs) / log(Self.step))
    }
    return slopes
  }

  /// Factors fitted on some of the rows.
  ///
  /// - Parameters:
  ///   - indices: the rows.
  ///   - first: slopes around the uncalibrated constants, which do not depend on which rows are fitted.
  func factors(
    of indices: [Int], firstSlopes first: [Int: [CalibratedMetric: [Double]]]
  ) -> FactorModel {
    var model = FactorModel()
    var slopes = first
    for round in 0..<Self.rounds {
      if round == 1 { slopes = self.slopes(model, of: indices) }
      let current = model
      let latencies = parallelMap(indices) { latency($0, current) }
      let rows = zip(indices, latencies).compactMap { index, latency -> FactorRow? in
        guard let latency, let slopes = slopes[index] else { return nil }
        let row = row(index, latency)
        return FactorRow(
          group: places[index].group,
          logRatios: [.tpot: row.logRatio(.tpot), .ttft: row.logRatio(.ttft)], slopes: slopes)
      }
      model = FactorFit(rows, before: model).solved()
    }
    return model
  }

  /// Gauss-Newton steps; the slopes are measured before the first two, then they hardly change.
  private static let rounds = 3
}
