internal import Foundation
public import ServingModel

/// What measured servers correct in the simulator: its constants, then what is left, with intervals.
public struct Calibration: Sendable {
  /// Where it comes from and how good it is.
  public let summary: CalibrationSummary
  /// The measured rows it was fitted on.
  public let rows: [CalibrationRow]
  /// Whose rows were added to the shipped ones, if any: predictions are for that cluster.
  public let cluster: String?
  let factorModel: FactorModel
  /// What fits without a row left of it, in the order of the rows.
  let left: [Corrections]
  /// Both over ``rows``.
  let residual: ResidualModel
  let spread: SpreadModel
  let intervalModel: IntervalModel
  private let known: KnownRows
  /// Points come by the thousand from few groups.
  private let factorsOfGroups = RecentlyUsed<CalibrationGroup, TimingFactors>(limit: 1 << 20) { _ in
    MemoryLayout<TimingFactors>.stride
  }
  private let corrections = RecentlyUsed<VersionedGroup, GroupCorrection>(limit: 32 << 20) { $0.byteCount }
  private let coordinates: [SIMD8<Double>]

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
    coordinates = residual.points.coordinates
  }

  /// Learns from rows what their fitted constants leave, and how much that usually is.
  init(
    summary: CalibrationSummary, rows: [CalibrationRow], cluster: String?, factorModel: FactorModel,
    left: [Corrections], intervalModel: IntervalModel
  ) {
    let points = PlacedPoints(rows)
    self.init(
      summary: summary, rows: rows, cluster: cluster, factorModel: factorModel, left: left,
      residual: ResidualModel(points, targets: CalibrationFit.targets(rows), assuming: .corrections),
      spread: SpreadModel(points, left: left), intervalModel: intervalModel)
  }

  /// Constants of the timing model for a deployment.
  public func factors(_ deployment: Deployment) -> TimingFactors {
    let group = CalibrationGroup(deployment)
    return factorsOfGroups.value(group) { factorModel.factors(group) }
  }

  /// Corrects what the simulator says under ``factors(_:)``.
  /// - Parameter engineVersion: as sources name it; empty where a source has not recorded it, none if it is unknown.
  public func corrected(
    _ simulated: SimulatedLatency, at point: Point, engineVersion: String? = nil
  ) -> CalibratedLatency {
    let place = CalibrationPlace(point, engineVersion: engineVersion, cluster: cluster)
    let group = group(place)
    let sums = group.sums(place.coordinates(simulated))
    let ttft = simulated.ttftMs * exp(sums[1])
    let tpot = simulated.tpotMs * exp(sums[0])
    return CalibratedLatency(
      ttftMs: ttft, tpotMs: tpot,
      intervals: intervalModel.intervals(
        ttftMs: ttft, tpotMs: tpot, sizes: spread.sizes(Corrections(tpot: sums[2], ttft: sums[3])),
        standing: standing(point, group), engine: place.group.engine, confidence: simulated.confidence))
  }

  /// The same for means alone, without intervals.
  public func correctedMeans(
    _ simulated: SimulatedLatency, at point: Point
  ) -> (ttftMs: Double, tpotMs: Double) {
    let place = CalibrationPlace(point, cluster: cluster)
    let sums = group(place).sums(place.coordinates(simulated))
    return (simulated.ttftMs * exp(sums[1]), simulated.tpotMs * exp(sums[0]))
  }

  private func group(_ place: CalibrationPlace) -> GroupCorrection {
    corrections.value(VersionedGroup(group: place.group, engineVersion: place.engineVersion)) {
      GroupCorrection(
        place, standing: known.standing(place), residual: residual, spread: spread, coordinates: coordinates)
    }
  }

  /// No row is known to use draft tokens, an expert load balancer or a shared prefix: a point that does is at best
  /// like one of a group without rows.
  private func standing(_ point: Point, _ group: GroupCorrection) -> IntervalModel.Standing {
    let server = point.deployment.topology.decodePool.configuration
    let isMeasured = server.mtp == 0 && server.eplbSlots == 0 && point.workload.sharedPrefix == 0
    return max(group.standing, isMeasured ? .known : .group)
  }
}

/// Corrected means of a point.
public struct CalibratedLatency: Sendable {
  public var ttftMs: Double
  public var tpotMs: Double
  public var intervals: PredictionIntervals?
}

private struct VersionedGroup: Hashable, Sendable {
  var group: CalibrationGroup
  var engineVersion: String?
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
