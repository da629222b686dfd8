/// A measured row beside its prediction by a fit that has not seen it.
struct HeldOutRow: Sendable {
  /// Place of the row among all rows, and the fold that held it out.
  var index: Int
  var fold: Int
  /// With what the simulator says under that fit's factors.
  var row: CalibrationRow
  /// Logarithms of corrections that the fit gave, and what they leave of the logarithm of the measurement.
  var corrections: Corrections
  var left: Corrections
  /// The same where the engine's version is not told.
  var leftWithoutVersion: Corrections

  init(index: Int, fold: Int, row: CalibrationRow, by model: ResidualModel) {
    self.index = index
    self.fold = fold
    self.row = row
    corrections = model.corrections(row.place, row.simulated)
    left = row.left(by: corrections)
    var unversioned = row.place
    unversioned.engineVersion = nil
    leftWithoutVersion = row.left(by: model.corrections(unversioned, row.simulated))
  }
}
