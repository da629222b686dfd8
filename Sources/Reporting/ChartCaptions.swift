internal import ParetoFrontier
internal import ServingModel

/// The texts around the chart.
enum ChartCaptions {
  static func question(_ report: FrontierReport) -> String {
    let question = report.question
    let facts =
      [
        question.model,
        "input \(Figure.text(question.isl)), output \(Figure.text(question.osl)) tokens",
      ] + question.limits.texts(axis: question.axes.user)
    return facts.joined(separator: " · ")
  }

  static func totals(_ report: FrontierReport) -> [(String, String)] {
    [
      ("points", Figure.text(report.counts.evaluated)),
      ("GPU types", Figure.text(report.frontiers.count)),
      ("on the joint frontier", Figure.text(report.frontier.count)),
    ]
  }

  static func workload(_ workload: Workload) -> String {
    var text = "\(Figure.text(workload.isl)) in, \(Figure.text(workload.osl)) out"
    if workload.rangeRatio < 1 { text += ", lengths from \(Figure.text(workload.rangeRatio)) x" }
    if workload.sharedPrefix > 0 { text += ", \(Figure.text(workload.sharedPrefix)) cached" }
    return text
  }

  static func about(_ report: FrontierReport, drawn: Int) -> [(String, String)] {
    let source = report.provenance
    let axes = report.question.axes
    var counts = "\(Figure.text(report.counts.evaluated)) points evaluated"
    if report.counts.wallSeconds > 0 {
      counts += " in \(Figure.text(report.counts.wallSeconds, digits: 2)) s"
    }
    if report.counts.screened > 0 {
      counts +=
        "; \(Figure.text(report.counts.screened)) more were left out, as estimates found others clearly better"
    }
    if drawn < report.points.count {
      counts +=
        "; the chart draws \(Figure.text(drawn)) of \(Figure.text(report.points.count)), all frontier "
        + "points among them"
    }
    let rejected = report.counts.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \(Figure.text($0.value))" }
    var about = [
      (axes.user.unit, "\(axes.user.title): \(axes.user.definition)."),
      (axes.gpu.unit, "\(axes.gpu.title): \(axes.gpu.definition)."),
      ("TTFT", "Time to first token: from sending a request to its first token."),
      ("TPOT", "Time per output token after the first: (latency - TTFT) / (output tokens - 1)."),
      ("ITL, E2E", "Gaps between chunks as they leave the server; latency of the whole request."),
      (
        "Frontier",
        "Points for which no other gives at least as much on both axes and more on one. Filters draw it anew "
          + "over the points that are left."
      ),
      (
        "Confidence",
        "measured: kernels timed at these shapes; interpolated: between timed shapes; extrapolated: beyond "
          + "them; roofline: no table, the larger of arithmetic and memory time."
      ),
    ]
    if report.hasIntervals { about += intervals }
    about += [("Method", report.method), ("Points", counts + ".")]
    if !rejected.isEmpty { about.append(("Rejected by rule", rejected.joined(separator: ", "))) }
    about.append(("Space", "\(source.spaceName) (\(source.spaceHash)), seed \(source.seed)"))
    about.append(
      ("Made by", "explore \(source.programVersion), tables \(source.tablesVersion), \(source.createdAt)"))
    return about
  }

  private static let intervals: [(String, String)] = [
    (
      "90 % interval",
      "Where a real measurement would lie: 90 of 100, from their 5th to their 95th percentile. The intervals of mean "
        + "TTFT and mean TPOT come from the errors of predictions for measured servers; a user's rate goes with "
        + "1 / TPOT, a GPU's with 1 / latency, both latencies slow at once."
    ),
    (
      "Calibration",
      CalibrationLevel.allCases.map { "\($0.name): \(IntervalText.meaning($0))" }.joined(separator: "; ")
        + "."
    ),
  ]

  static func pairs(_ pairs: [(String, String)]) -> JSONText {
    .array(pairs.map { .array([.string($0.0), .string($0.1)]) })
  }
}
