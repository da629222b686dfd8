internal import Foundation
internal import ServingModel

/// A calibration with rows of one cluster beside its own.
///
/// Constants of the timing model stay; the rows join the residual model, which has levels for the cluster alone, so
/// that a row moves its own cluster's predictions most and those it resembles more than others.
public struct CalibrationRefinement: Sendable {
  public let calibration: Calibration

  /// - Parameters:
  ///   - base: the calibration before; rows of an equally named cluster in it are replaced.
  ///   - measured: rows of the cluster.
  ///   - cluster: its name.
  ///   - file: where they come from, for the record.
  ///   - leftOut: rows of the file that could not be read.
  ///   - simulate: the simulator, uncorrected.
  public init(
    of base: Calibration, by measured: [MeasuredRow], cluster: String, file: String, leftOut: Int,
    simulate: @escaping LatencySimulator
  ) {
    let base = Self.without(cluster, base)
    let before = CheckedRows(rows: base.rows, left: base.left)
    let data = CalibrationData(measured, cluster: cluster, simulate: simulate)
    let indexed = data.indexedRows(base.factorModel, of: Array(measured.indices))
    let own = CheckedRows(
      rows: indexed.map(\.row), left: Self.left(indexed.map(\.row), beside: before.rows))
    var summary = base.summary
    summary.program = ProgramVersion.current
    summary.sources.removeAll { $0.cluster == cluster }
    summary.sources.append(
      .init(
        file: file, rows: own.rows.count, leftOut: leftOut + measured.count - own.rows.count,
        cluster: cluster))
    summary.errors.removeAll { $0.heldOut == "before" || $0.heldOut == "own" }
    summary.errors += CalibrationSummary.HeldOutErrors.of(
      indexed.map { Self.validated(measured[$0.index], $0.row, by: base) }, heldOut: "before")
    summary.errors += CalibrationSummary.HeldOutErrors.of(
      zip(indexed, own.left).map { Self.validated(measured[$0.index], $0.row, left: $1) }, heldOut: "own")
    let all = CheckedRows(rows: before.rows + own.rows, left: before.left + own.left)
    calibration = Calibration(
      summary: summary, rows: all.rows, cluster: cluster, factorModel: base.factorModel, left: all.left,
      intervalModel: base.intervalModel)
  }

  /// Rows with what fits without them left.
  private struct CheckedRows {
    var rows: [CalibrationRow]
    var left: [Corrections]
  }

  /// What fits without a row, but with the other rows and those of the base, leave of it.
  private static func left(_ rows: [CalibrationRow], beside others: [CalibrationRow]) -> [Corrections] {
    let folds = folds(rows)
    var left = [Corrections](repeating: Corrections(), count: rows.count)
    for fold in Set(folds) {
      let shown = others + rows.indices.filter { folds[$0] != fold }.map { rows[$0] }
      let model = ResidualModel(
        PlacedPoints(shown), targets: CalibrationFit.targets(shown), assuming: .corrections)
      for index in rows.indices where folds[index] == fold {
        left[index] = rows[index].left(by: model.corrections(rows[index].place, rows[index].simulated))
      }
    }
    return left
  }

  private static func validated(
    _ measured: MeasuredRow, _ row: CalibrationRow, by base: Calibration
  ) -> ValidatedRow {
    let corrected = base.corrected(
      row.simulated, at: measured.point, engineVersion: measured.engineVersion)
    return ValidatedRow(
      measured: measured, ttftMs: corrected.ttftMs, tpotMs: corrected.tpotMs,
      confidence: row.simulated.confidence, intervals: corrected.intervals)
  }

  private static func validated(
    _ measured: MeasuredRow, _ row: CalibrationRow, left: Corrections
  ) -> ValidatedRow {
    ValidatedRow(
      measured: measured, ttftMs: row.ttftMs / exp(left.ttft), tpotMs: row.tpotMs / exp(left.tpot),
      confidence: row.simulated.confidence)
  }

  /// The calibration as it was before it had rows of a cluster.
  private static func without(_ cluster: String, _ base: Calibration) -> Calibration {
    let kept = base.rows.indices.filter { base.rows[$0].place.cluster != cluster }
    if kept.count == base.rows.count { return base }
    let rows = kept.map { base.rows[$0] }
    let left = kept.map { base.left[$0] }
    return Calibration(
      summary: base.summary, rows: rows, cluster: nil, factorModel: base.factorModel, left: left,
      intervalModel: base.intervalModel)
  }

  /// By configuration where there are several, else row by row.
  private static func folds(_ rows: [CalibrationRow]) -> [Int] {
    let byConfiguration = Folds.split(rows.map(\.place), by: .configuration)
    if Set(byConfiguration).count >= 3 { return byConfiguration }
    return rows.indices.map { $0 % Folds.Unit.configuration.count }
  }
}
