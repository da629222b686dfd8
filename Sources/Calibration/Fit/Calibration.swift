internal import Foundation
public import ServingModel

/// What measured servers correct in the simulator: its constants, then what is left, with intervals.
public struct Calibration: Sendable {
  /// Where it comes from and how good it is.
  public internal(set) var summary: CalibrationSummary
  /// The measured rows it was fitted on.
  public let rows: [CalibrationRow]
  /// Whose rows were added to the shipped ones, if any: predictions are for that cluster.
  public let cluster: String?
  let factorModel: FactorModel
  /// What fits without a row left of it, in the order of the rows.
  let left: [Corrections]
  let residual: ResidualModel
  let spread: SpreadModel
  let intervalModel: IntervalModel
  private let known: KnownRows

  init(
    summary: CalibrationSummary, rows: [CalibrationRow], cluster: String?, factorModel: FactorModel,
    left: [Corrections], residual: ResidualModel, spread: SpreadModel, intervalModel: IntervalModel
  ) {
    self.summary = summary
    self.rows = rows
    self.cluster = cluster
    self.factorModel = factorModel
    self.left = left
    self.residual = residual
    self.spread = spread
    self.intervalModel = intervalModel
    known = KnownRows(rows)
  }

  /// Constants of the timing model for a deployment.
  public func factors(_ deployment: Deployment) -> TimingFactors {
    factorModel.factors(CalibrationGroup(deployment))
  }

  /// Corrects what the simulator says under ``factors(_:)``.
  /// - Parameter engineVersion: as sources name it; empty where a source has not recorded it, none if it is unknown.
  public func corrected(
    _ simulated: SimulatedLatency, at point: Point, engineVersion: String? = nil
  ) -> CalibratedLatency {
    let place = CalibrationPlace(point, engineVersion: engineVersion, cluster: cluster)
    let corrections = residual.corrections(place, simulated)
    let ttft = simulated.ttftMs * exp(corrections.ttft)
    let tpot = simulated.tpotMs * exp(corrections.tpot)
    return CalibratedLatency(
      ttftMs: ttft, tpotMs: tpot,
      intervals: intervals(
        ttft: ttft, tpot: tpot, place: place, simulated: simulated, standing: standing(point, place)))
  }

  /// No row is known to use draft tokens, an expert load balancer or a shared prefix: a point that does is at best
  /// like one of a group without rows.
  private func standing(_ point: Point, _ place: CalibrationPlace) -> IntervalModel.Standing {
    let server = point.deployment.topology.decodePool.configuration
    let isMeasured = server.mtp == 0 && server.eplbSlots == 0 && point.workload.sharedPrefix == 0
    return max(known.standing(place), isMeasured ? .known : .group)
  }

  private func intervals(
    ttft: Double, tpot: Double, place: CalibrationPlace, simulated: SimulatedLatency,
    standing: IntervalModel.Standing
  ) -> PredictionIntervals? {
    let sizes = spread.sizes(place, simulated)
    func interval(_ predicted: Double, _ metric: CalibratedMetric) -> PredictionInterval? {
      intervalModel.interval(
        predicted, size: sizes[metric], metric: metric, standing: standing, engine: place.group.engine,
        confidence: simulated.confidence)
    }
    guard let ttft = interval(ttft, .ttft), let tpot = interval(tpot, .tpot) else { return nil }
    let level: CalibrationLevel = standing <= .version ? .calibrated : .transferred
    return PredictionIntervals(ttftMs: ttft, tpotMs: tpot, level: level)
  }
}

/// Corrected means of a point.
public struct CalibratedLatency: Sendable {
  public var ttftMs: Double
  public var tpotMs: Double
  public var intervals: PredictionIntervals?
}

/// Which groups, versions and models have rows.
private struct KnownRows: Sendable {
  private var groups: Set<CalibrationGroup> = []
  private var versions: Set<String> = []
  private var models: Set<String> = []

  init(_ rows: [CalibrationRow]) {
    for row in rows {
      groups.insert(row.place.group)
      models.insert(row.place.group.model)
      if let version = row.place.engineVersion { versions.insert("\(row.place.group.text) \(version)") }
    }
  }

  func standing(_ place: CalibrationPlace) -> IntervalModel.Standing {
    guard groups.contains(place.group) else {
      return models.contains(place.group.model) ? .group : .model
    }
    guard let version = place.engineVersion, versions.contains("\(place.group.text) \(version)") else {
      return .version
    }
    return .known
  }
}
