public import Calibration
internal import ServingModel

/// A validation as comma-separated values: its lines, and its rows. Fractions, milliseconds; what a line has no
/// figure for is empty.
public enum ValidationCSV {
  /// The lines of errors, then those of choices, under one header.
  public static func lines(_ report: ValidationReport) -> String {
    let metrics = ErrorGrids.latencies + ErrorGrids.rates
    var errorColumns: [String] = []
    for metric in metrics {
      errorColumns += ["mean", "median", "p90", "bias"].map { "\(metric.key)_\($0)" }
      if metric.coverage != nil {
        errorColumns += ["intervals", "coverage", "width"].map { "\(metric.key)_\($0)" }
      }
    }
    let tallies = ["mean", "bound"]
    let choiceColumns =
      ["selections"]
      + tallies.flatMap { name in
        ["picks", "misses", "best", "miss_share", "miss_share_of_picks", "best_share", "effective"]
          .map { "\(name)_\($0)" }
      }
    var text = record(["line", "grouping", "group", "rows"] + errorColumns + choiceColumns)
    for line in report.validation.lines {
      let figures = metrics.flatMap { metric in
        let errors = metric.errors(line)
        let own = [errors.mean, errors.median, errors.p90, errors.bias].map(number)
        guard let coverage = metric.coverage?(line) else { return own }
        return own + ["\(coverage.count)", number(coverage.share), number(coverage.medianWidth)]
      }
      text += record(
        ["errors", line.grouping, line.group, "\(line.rows)"] + figures
          + Array(repeating: "", count: choiceColumns.count))
    }
    for line in report.choices.lines {
      let figures = [line.byMean, line.byBound].flatMap { tally in
        guard let tally else { return Array(repeating: "", count: 7) }
        return ["\(tally.picks)", "\(tally.misses)", "\(tally.best)"]
          + [tally.missShare, tally.missShareOfPicks, tally.bestShare, tally.effective].map(number)
      }
      text += record(
        ["choices", line.grouping, line.group, ""] + Array(repeating: "", count: errorColumns.count)
          + ["\(line.byMean.selections)"] + figures)
    }
    return text
  }

  /// Each row's prediction beside its measurement.
  public static func rows(_ rows: [ValidatedRow]) -> String {
    let quantiles = ["p05", "p50", "p95"]
    var text = record(
      [
        "id", "model", "system", "engine", "label", "isl", "osl", "concurrency", "ttft_ms",
        "ttft_ms_predicted", "tpot_ms", "tpot_ms_predicted", "confidence", "calibration",
      ] + quantiles.map { "ttft_\($0)" } + quantiles.map { "tpot_\($0)" })
    for row in rows {
      let point = row.measured.point
      let intervals = [row.intervals?.ttftMs, row.intervals?.tpotMs].flatMap { interval in
        [interval?.p05, interval?.p50, interval?.p95].map { $0.map(number) ?? "" }
      }
      text += record(
        [
          row.measured.id, point.deployment.model, point.deployment.system, point.deployment.engine.rawValue,
          point.deployment.label(isMoE: true), "\(point.workload.isl)", "\(point.workload.osl)",
          "\(point.workload.concurrency)", "\(row.measured.ttftMs)", "\(row.ttftMs)",
          "\(row.measured.tpotMs)", "\(row.tpotMs)", row.confidence.name, row.intervals?.level.name ?? "",
        ] + intervals)
    }
    return text
  }

  private static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }

  private static func record(_ fields: [String]) -> String {
    fields.map(CSVField.quoted).joined(separator: ",") + "\r\n"
  }
}
