public import ParetoFrontier
internal import ServingModel

/// A pick as text and as JSON.
public enum PickReport {
  /// Picks among the rows of a report, under its question's axes and limits.
  /// - Parameter census: counts of all points, where the report holds only those that a pick may speak of.
  /// - Throws: ``NoPick``
  public static func pick(_ report: FrontierReport, census: PickCensus? = nil) throws(NoPick) -> Pick {
    let candidates = report.rows.map { row in
      PickCandidate(point: row.point, measurement: row.measurement, isMoE: row.isMoE)
    }
    return try Pick.best(
      among: candidates, axes: report.question.axes, limits: report.question.limits, census: census)
  }

  /// The best point, why, the runners-up and the launch lines of the best, line ends included.
  public static func text(_ pick: Pick, in report: FrontierReport, style: TerminalStyle) -> String {
    var lines = TerminalReport.heading(report, style: style) + [""]
    lines.append(style.paint("Best: ", .strong) + title(report.rows[pick.best], style))
    lines += facts(report.rows[pick.best], report, style)
    lines.append("")
    for reason in pick.reasons {
      lines += TextWrap.lines("\(style.unicode ? "•" : "-") \(reason)", width: style.width, indent: "  ")
    }
    for (place, runner) in pick.runnersUp.enumerated() {
      let row = report.rows[runner.index]
      lines += ["", style.paint("Runner-up \(place + 1): ", .strong) + title(row, style)]
      lines += facts(row, report, style)
      lines += TextWrap.lines(
        "  " + runner.reasons.joined(separator: ", ") + ".", width: style.width - 2, indent: ""
      )
      .map { "  " + $0 }
    }
    // Not indented: the end of a here-document must stand at the start of its line to be pasted.
    lines += ["", style.paint("To launch the best:", .strong), ""]
    lines += report.rows[pick.best].launchLines.map(DisplayWidth.printable)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(_ row: ReportRow, _ style: TerminalStyle) -> String {
    let text =
      "\(row.label) on \(Figure.text(row.deployment.gpus)) \(row.system), "
      + "\(row.deployment.engine.displayName), \(row.deployment.quantization.label), "
      + "MTP \(row.deployment.mtp), concurrency \(Figure.text(row.workload.concurrency))"
    let shown = DisplayWidth.printable(text)
    return style.unicode ? shown : String(shown.map { $0 == "×" ? "x" : $0 })
  }

  private static func facts(_ row: ReportRow, _ report: FrontierReport, _ style: TerminalStyle) -> [String] {
    let axes = report.question.axes
    let measurement = row.measurement
    func pair(_ name: String, _ distribution: Distribution) -> String {
      "\(name) p50 \(Figure.text(distribution.p50)) ms, p99 \(Figure.text(distribution.p99)) ms"
    }
    let plain = [
      "\(Figure.text(axes.gpu.value(of: measurement))) \(axes.gpu.unit), "
        + "\(Figure.text(axes.user.value(of: measurement))) \(axes.user.unit), "
        + "\(Figure.text(measurement.requestsPerSecond)) requests/s",
      "\(pair("TTFT", measurement.ttftMs)); \(pair("TPOT", measurement.tpotMs)); "
        + measurement.confidence.name,
    ]
    return (plain + (intervals(measurement, axes, style).map { [$0] } ?? [])).map { "  " + $0 }
  }

  /// The 90 % intervals of the rates and of mean latencies; none where there are none.
  private static func intervals(
    _ measurement: Measurement, _ axes: FrontierAxes, _ style: TerminalStyle
  ) -> String? {
    func ends(_ interval: Interval90?) -> String {
      interval.map { IntervalText.ends($0, unicode: style.unicode) } ?? "-"
    }
    return measurement.intervals.map { own in
      "90 % interval: \(ends(axes.gpu.interval(of: measurement))) \(axes.gpu.unit), "
        + "\(ends(axes.user.interval(of: measurement))) \(axes.user.unit), mean TTFT "
        + "\(ends(Interval90(low: own.ttftMs.p05, high: own.ttftMs.p95))) ms; \(own.level.name)"
    }
  }

  /// For machines: `best` and `runners_up` are rows as in ``JSONExport``.
  public static func json(_ pick: Pick, in report: FrontierReport) -> String {
    func texts(_ values: [String]) -> JSONText { .array(values.map { .string($0) }) }
    return JSONText.object([
      .init("question", JSONExport.question(report.question)),
      .init("axes", JSONExport.axes(report.question.axes)),
      .init("considered", .integer(pick.considered)),
      .init("feasible", .integer(pick.feasible)),
      .init("best", JSONExport.row(report.rows[pick.best])),
      .init("reasons", texts(pick.reasons)),
      .init("binding", texts(pick.binding.map(\.rawValue))),
      .init(
        "runners_up",
        .array(
          pick.runnersUp.map { runner in
            .object([
              .init("deficit", .real(runner.deficit)), .init("reasons", texts(runner.reasons)),
              .init("point", JSONExport.row(report.rows[runner.index])),
            ])
          })),
      .init("provenance", JSONExport.provenance(report)),
    ]).text(expanded: 2) + "\n"
  }
}
