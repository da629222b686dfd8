internal import Foundation
internal import ServingModel

/// Predictions of all rows by fits that have not seen them, and intervals by what the other folds left.
struct CrossValidation: Sendable {
  let unit: Folds.Unit
  let heldOut: [HeldOutRow]

  /// - Parameters:
  ///   - data: rows and simulator.
  ///   - slopes: around the uncalibrated constants.
  ///   - progress: called with a line before each fold.
  init(
    _ data: CalibrationData, by unit: Folds.Unit, slopes: [Int: [CalibratedMetric: [Double]]],
    progress: (String) -> Void
  ) {
    self.unit = unit
    let folds = Folds.split(data.places, by: unit)
    var heldOut: [HeldOutRow] = []
    for fold in 0..<unit.count {
      let kept = data.measured.indices.filter { folds[$0] != fold }
      let tested = data.measured.indices.filter { folds[$0] == fold }
      if tested.isEmpty { continue }
      progress("cross-validation by \(unit.rawValue): \(fold + 1) of \(unit.count)")
      let factors = data.factors(of: kept, firstSlopes: slopes)
      let rows = data.rows(factors, of: kept)
      let model = ResidualModel(
        PlacedPoints(rows), targets: CalibrationFit.targets(rows), assuming: .corrections)
      heldOut += parallelMap(tested) { index in
        data.latency(index, factors).map {
          HeldOutRow(index: index, fold: fold, row: data.row(index, $0), by: model)
        }
      }.compactMap(\.self)
    }
    self.heldOut = heldOut.sorted { $0.index < $1.index }
  }

  /// What was left over the size that rows of other folds let expect.
  /// - Parameter spreads: held-out rows of the finest cross-validation, which say what is usually left.
  func scaled(by spreads: [HeldOutRow]) -> ScaledRows {
    var scaled = ScaledRows()
    for fold in 0..<unit.count {
      let tested = heldOut.filter { $0.fold == fold }
      if tested.isEmpty { continue }
      let keys = Set(tested.map { unit.key($0.row.place) })
      let others = spreads.filter { !keys.contains(unit.key($0.row.place)) }
      let model = SpreadModel(PlacedPoints(others.map(\.row)), left: others.map(\.left))
      for row in tested { scaled.add(row, by: model) }
    }
    return scaled
  }
}

/// Held-out figures in units of their expected size.
struct ScaledRows: Sendable {
  struct Row: Sendable {
    var index: Int
    var fold: Int
    var size: Corrections
    var values: [IntervalModel.Scaled]
    var valuesWithoutVersion: [IntervalModel.Scaled]
  }

  private(set) var rows: [Row] = []

  mutating func add(_ row: HeldOutRow, by model: SpreadModel) {
    let size = model.sizes(row.row.place, row.row.simulated)
    var place = row.row.place
    place.engineVersion = nil
    let wide = model.sizes(place, row.row.simulated)
    rows.append(
      Row(
        index: row.index, fold: row.fold, size: size, values: Self.values(row.row, row.left, size),
        valuesWithoutVersion: Self.values(row.row, row.leftWithoutVersion, wide)))
  }

  private static func values(
    _ row: CalibrationRow, _ left: Corrections, _ size: Corrections
  ) -> [IntervalModel.Scaled] {
    CalibratedMetric.allCases.map {
      IntervalModel.Scaled(
        engine: row.place.group.engine, metric: $0, confidence: row.simulated.confidence,
        value: left[$0] / size[$0])
    }
  }
}
