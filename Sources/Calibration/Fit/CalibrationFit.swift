internal import Foundation
internal import ServingModel

/// A calibration with the predictions of its rows by fits that have not seen them.
public struct CalibrationFit: Sendable {
  public let calibration: Calibration
  /// Rows held out with the whole of something, by what: `configuration`, `group`, `model`.
  public let checks: [(heldOut: String, rows: [ValidatedRow])]

  /// Rows below which nothing can be held out in a way that tells anything.
  public static let fewestRows = 100

  /// Fits constants, corrections and intervals on measured rows.
  /// - Parameters:
  ///   - measured: the rows.
  ///   - file: where they come from, for the record.
  ///   - leftOut: rows of the file that could not be read.
  ///   - simulator: version of `simulate`, for the record.
  ///   - simulate: the simulator; called from several threads.
  ///   - progress: told what is going on, line by line.
  public init(
    _ measured: [MeasuredRow], file: String, leftOut: Int, simulator: String,
    simulate: @escaping LatencySimulator, progress: (String) -> Void
  ) {
    let data = CalibrationData(measured, simulate: simulate)
    let all = Array(measured.indices)
    progress("slopes of \(all.count) rows")
    let slopes = data.slopes(FactorModel(), of: all)
    let validations = Folds.Unit.allCases.map {
      CrossValidation(data, by: $0, slopes: slopes, progress: progress)
    }
    let finest = validations[0].heldOut
    progress("sizes of what is left")
    let scaled = validations.map { $0.scaled(by: finest) }
    var kept: [IntervalModel.Standing: [IntervalModel.Scaled]] = [:]
    for (validation, rows) in zip(validations, scaled) {
      kept[validation.unit.standing] = rows.rows.flatMap(\.values)
    }
    kept[.version] = scaled[0].rows.flatMap(\.valuesWithoutVersion)
    checks = zip(validations, scaled).map { validation, rows in
      let rows = Self.validated(validation, scaled: rows, finest: scaled[0], measured: measured)
      return (validation.unit.rawValue, rows)
    }
    progress("fit on all rows")
    let factors = data.factors(of: all, firstSlopes: slopes)
    let indexed = data.indexedRows(factors, of: all)
    let rows = indexed.map(\.row)
    let byIndex = Dictionary(uniqueKeysWithValues: finest.map { ($0.index, $0.left) })
    // A row that could not be simulated without itself in the fit leaves what is usual.
    let left = indexed.map { byIndex[$0.index] ?? Corrections(tpot: 0.1, ttft: 0.2) }
    calibration = Calibration(
      summary: CalibrationSummary(
        program: ProgramVersion.current, simulator: simulator,
        sources: [.init(file: file, rows: rows.count, leftOut: leftOut + measured.count - rows.count)],
        errors: checks.flatMap { CalibrationSummary.HeldOutErrors.of($0.rows, heldOut: $0.heldOut) }),
      rows: rows, cluster: nil, factorModel: factors, left: left,
      intervalModel: IntervalModel(kept))
  }

  /// What ``heldOut(_:by:simulate:progress:)`` can hold out as a whole.
  public static let heldOutUnits = Folds.Unit.allCases.map(\.rawValue)

  /// Predictions of all rows by fits that have not seen them.
  /// - Parameter unit: one of ``heldOutUnits``; rows that share it are held out together.
  public static func heldOut(
    _ measured: [MeasuredRow], by unit: String, simulate: @escaping LatencySimulator,
    progress: (String) -> Void
  ) -> [ValidatedRow] {
    let data = CalibrationData(measured, simulate: simulate)
    progress("slopes of \(measured.count) rows")
    let slopes = data.slopes(FactorModel(), of: Array(measured.indices))
    // What is usually left is known from whole configurations.
    let finest = CrossValidation(data, by: .configuration, slopes: slopes, progress: progress)
    let finestScaled = finest.scaled(by: finest.heldOut)
    guard let unit = Folds.Unit(rawValue: unit), unit != .configuration else {
      return validated(finest, scaled: finestScaled, finest: finestScaled, measured: measured)
    }
    let validation = CrossValidation(data, by: unit, slopes: slopes, progress: progress)
    let scaled = validation.scaled(by: finest.heldOut)
    return validated(validation, scaled: scaled, finest: finestScaled, measured: measured)
  }

  static func targets(_ rows: [CalibrationRow]) -> [CalibratedMetric: [Double]] {
    [.tpot: rows.map { $0.logRatio(.tpot) }, .ttft: rows.map { $0.logRatio(.ttft) }]
  }

  /// Held-out rows with intervals by what the rows of other folds left.
  private static func validated(
    _ validation: CrossValidation, scaled: ScaledRows, finest: ScaledRows, measured: [MeasuredRow]
  ) -> [ValidatedRow] {
    let standing = validation.unit.standing
    let folds = Dictionary(grouping: scaled.rows, by: \.fold)
    let sizes = Dictionary(uniqueKeysWithValues: scaled.rows.map { ($0.index, $0.size) })
    var models: [Int: IntervalModel] = [:]
    for (fold, tested) in folds {
      let hidden = Set(tested.map(\.index))
      var kept = [
        IntervalModel.Standing.known: finest.rows.filter { !hidden.contains($0.index) }.flatMap(\.values)
      ]
      kept[standing] = scaled.rows.filter { $0.fold != fold }.flatMap(\.values)
      models[fold] = IntervalModel(kept)
    }
    return validation.heldOut.map { row in
      let simulated = row.row.simulated
      let tpot = simulated.tpotMs * exp(row.corrections.tpot)
      let ttft = simulated.ttftMs * exp(row.corrections.ttft)
      let intervals = models[row.fold]?.intervals(
        ttftMs: ttft, tpotMs: tpot, sizes: sizes[row.index] ?? Corrections(tpot: 1, ttft: 1),
        standing: standing, engine: row.row.place.group.engine, confidence: simulated.confidence)
      return ValidatedRow(
        measured: measured[row.index], ttftMs: ttft, tpotMs: tpot, confidence: simulated.confidence,
        intervals: intervals)
    }
  }
}
