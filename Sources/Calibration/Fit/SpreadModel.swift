internal import Foundation

/// The size of what rows leave, by place: a process over the logarithms of what was left.
struct SpreadModel: Sendable {
  /// Mean logarithm, by metric.
  let centre: [CalibratedMetric: Double]
  let process: ResidualModel

  /// Nothing is left smaller than this: repeats differ.
  private static let least = 0.01
  private static let bounds = 0.01...1.5

  /// - Parameters:
  ///   - points: measured rows.
  ///   - left: what a fit without them left of each.
  init(_ points: PlacedPoints, left: [Corrections]) {
    var centre: [CalibratedMetric: Double] = [:]
    var targets: [CalibratedMetric: [Double]] = [:]
    for metric in CalibratedMetric.allCases {
      let logarithms = left.map { log(max(abs($0[metric]), Self.least)) }
      let mean = logarithms.reduce(0, +) / Double(max(1, logarithms.count))
      centre[metric] = mean
      targets[metric] = logarithms.map { $0 - mean }
    }
    self.centre = centre
    process = ResidualModel(points, targets: targets, assuming: .spreads)
  }

  init(centre: [CalibratedMetric: Double], process: ResidualModel) {
    self.centre = centre
    self.process = process
  }

  func sizes(_ place: CalibrationPlace, _ simulated: SimulatedLatency) -> Corrections {
    sizes(process.points.covariances(place, simulated))
  }

  /// The same from covariances with the process's points.
  func sizes(_ shared: [Double]) -> Corrections { sizes(process.corrections(shared)) }

  /// The same from what the process says.
  func sizes(_ process: Corrections) -> Corrections {
    func size(_ metric: CalibratedMetric) -> Double {
      let size = exp((centre[metric] ?? 0) + process[metric])
      return min(max(size, Self.bounds.lowerBound), Self.bounds.upperBound)
    }
    return Corrections(tpot: size(.tpot), ttft: size(.ttft))
  }
}
