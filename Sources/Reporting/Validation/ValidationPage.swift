internal import Calibration
internal import EmbeddedData
internal import ServingModel

/// A validation as one page that opens offline: scatter plots of predictions against measurements, and the tables.
public enum ValidationPage {
  /// The whole page.
  /// - Parameter limit: most rows drawn, spread over the file; the tables are of all.
  public static func text(_ report: ValidationReport, limit: Int = 8_000) -> String {
    let choices = ChoiceGrid.grid(report.choices, groupings: ["target", "system", "model"])
    let errors = ErrorGrids.byGroup(report.validation, ErrorGrids.latencies + ErrorGrids.rates)
    let drawn = thinned(report.rows, limit: limit)
    return PageFrame.filled(
      explore_chart_validation_html(),
      [
        "title": "Validation",
        "style": PageFrame.text(explore_chart_base_css(), explore_chart_validation_css()),
        "question": PageFrame.escaped(report.file),
        "totals": pairs(totals(report)) { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" },
        "headline": FigureGridHTML.text(ErrorGrids.headline(report.validation)),
        "errors": FigureGridHTML.text(errors),
        "choices": FigureGridHTML.text(choices),
        "choices-caption": PageFrame.escaped(ChoiceGrid.caption(report.choices)),
        "about": pairs(about(report, drawn: drawn.count)) { "<dt>\($0)</dt><dd>\($1)</dd>" },
        "data": data(drawn).text(),
        "script": PageFrame.text(explore_chart_helpers_js(), explore_chart_validation_js()),
      ])
  }

  private static func pairs(_ pairs: [(String, String)], _ body: (String, String) -> String) -> String {
    pairs.map { body(PageFrame.escaped($0), PageFrame.escaped($1)) }.joined(separator: "\n")
  }

  private static func thinned(_ rows: [ValidatedRow], limit: Int) -> [ValidatedRow] {
    rows.count <= limit ? rows : (0..<limit).map { rows[$0 * rows.count / limit] }
  }

  /// What the script draws: rows as arrays, names once.
  private static func data(_ rows: [ValidatedRow]) -> JSONText {
    let engines = Engine.allCases.filter { engine in
      rows.contains { $0.measured.point.deployment.engine == engine }
    }
    let points = rows.map { row in
      let point = row.measured.point
      let deployment = point.deployment
      let about =
        "\(deployment.model) on \(deployment.system), \(Figure.text(deployment.gpus)) GPU\(deployment.gpus == 1 ? "" : "s"), "
        + "\(deployment.quantization.gemm.rawValue)/\(deployment.quantization.moe.rawValue)"
      let load =
        "\(deployment.label(isMoE: true)), \(Figure.text(point.workload.isl)) in, "
        + "\(Figure.text(point.workload.osl)) out, concurrency \(Figure.text(point.workload.concurrency))"
      let intervals = [row.intervals?.tpotMs, row.intervals?.ttftMs].flatMap { interval in
        [interval?.p05, interval?.p95].map { $0.map { JSONText.real($0) } ?? .null }
      }
      return JSONText.array(
        [
          .string(row.measured.id), .integer(engines.firstIndex(of: deployment.engine) ?? 0),
          .string(about), .string(load), .string(row.confidence.name), .real(row.measured.tpotMs),
          .real(row.tpotMs), .real(row.measured.ttftMs), .real(row.ttftMs),
        ] + intervals)
    }
    return .object([
      .init("engines", .array(engines.map { .string($0.displayName) })), .init("rows", .array(points)),
    ])
  }

  private static func totals(_ report: ValidationReport) -> [(String, String)] {
    let quality = report.choices.all.byBound ?? report.choices.all.byMean
    let bound = ChoiceGrid.percent(report.choices.confidence)
    let by = report.choices.all.byBound == nil ? "" : ", \(bound) % bound"
    return [
      ("rows", Figure.text(report.rows.count)),
      ("TPOT median error", FigureGrid.percent(report.validation.all.tpot.median) + " %"),
      ("TTFT median error", FigureGrid.percent(report.validation.all.ttft.median) + " %"),
      ("choices that miss\(by)", FigureGrid.percent(quality.missShare) + " %"),
      ("effective throughput\(by)", FigureGrid.percent(quality.effective) + " %"),
    ]
  }

  private static func about(_ report: ValidationReport, drawn: Int) -> [(String, String)] {
    let bound = ChoiceGrid.percent(report.choices.confidence)
    var about = [
      ("med, mean, p90", "Of |predicted / measured - 1| over the rows of a group, percent."),
      ("bias", "Median of predicted / measured - 1: above 0, predictions are too large."),
      (
        "cover, width",
        "Share of measurements within the predicted 90 % interval [p05, p95], and the median of p95 / p05."
          + (report.validation.all.tpotCoverage.count == 0
            ? " No prediction of this file has an interval." : "")
      ),
      ("tok/s/user", "1000 / mean TPOT in milliseconds."),
      (
        "tok/s/GPU",
        "Output tokens, from TTFT and TPOT by Little's law: concurrency x osl / (TTFT + TPOT x (osl - 1)) / GPUs."
      ),
      (
        "Choices",
        "For each group and target the predictions pick the point with the highest predicted tok/s/GPU among "
          + "those predicted to meet the target, by the mean or by the bound that \(bound) % of measurements "
          + "reach. miss: the pick measures less than the target, share of the choices asked for. best: the pick "
          + "is the best point that meets the target, share of the picks. effective: measured throughput of the "
          + "pick over the best one's, 0 where it misses or nothing is picked."
      ),
      (
        "Runs",
        "\(report.benchmark), whole runs of \(Figure.text(report.requestsPerClient)) requests per client; "
          + "explore \(report.program)."
      ),
    ]
    if drawn < report.rows.count {
      about.append(
        ("Plots", "\(Figure.text(drawn)) of \(Figure.text(report.rows.count)) rows, spread over the file."))
    }
    for count in report.leftOut {
      about.append(("Left out", "\(Figure.text(count.rows)) rows: \(count.reason)"))
    }
    for count in report.rejected {
      about.append(
        ("Rejected", "\(Figure.text(count.rows)) measured rows would be rejected by the rule \(count.reason)")
      )
    }
    return about
  }
}
