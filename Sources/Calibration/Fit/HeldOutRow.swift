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
    left = Self.left(row, corrections)
    var unversioned = row.place
    unversioned.engineVersion = nil
    leftWithoutVersion = Self.left(row, model.corrections(unversioned, row.simulated))
  }

  private static func left(_ row: CalibrationRow, _ corrections: Corrections) -> Corrections {
    Corrections(
      tpot: row.logRatio(.tpot) - corrections.tpot, ttft: row.logRatio(.ttft) - corrections.ttft)
  }
}
