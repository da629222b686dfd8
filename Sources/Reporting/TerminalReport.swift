internal import ParetoFrontier
internal import ServingModel

/// The frontier for a terminal: heading, plot, table, and where the numbers come from.
public enum TerminalReport {
  /// The whole text, line ends included. `limit` is the most rows of the table; none shows all.
  public static func text(
    _ report: FrontierReport, style: TerminalStyle, limit: Int? = 24,
    x: TerminalPlot.Scale = .automatic, y: TerminalPlot.Scale = .automatic
  ) -> String {
    var lines = heading(report, style: style) + [""]
    lines += TerminalPlot.lines(report, style: style, x: x, y: y)
    let table = TerminalTable.lines(report, style: style, limit: limit)
    if !table.isEmpty { lines += [""] + table }
    lines += [""] + footer(report, style: style)
    return lines.joined(separator: "\n") + "\n"
  }

  static func heading(_ report: FrontierReport, style: TerminalStyle) -> [String] {
    let question = report.question
    var facts = ["input \(Figure.text(question.isl)), output \(Figure.text(question.osl)) tokens"]
    facts += question.limits.texts(axis: question.axes.user)
    return [style.paint(DisplayWidth.printable(question.title), .strong)]
      + TextWrap.lines(
        DisplayWidth.printable(question.model) + ": " + facts.joined(separator: "; "), width: style.width)
  }

  /// Queues are on neither axis: says how many points of the frontier have long ones, where nothing limits them.
  static func waiting(_ report: FrontierReport) -> String? {
    guard report.question.limits.maxTTFT == nil else { return nil }
    let slow = report.frontier.count { report.rows[$0].measurement.ttftMs.p50 > longWaitMs }
    guard slow > 0 else { return nil }
    return "TTFT p50 is above \(Figure.text(longWaitMs / 1000)) s at \(Figure.text(slow)) of the "
      + "\(Figure.text(report.frontier.count)) points on the joint frontier; "
      + "--max-ttft \(Int(longWaitMs)) leaves them out."
  }

  /// A wait that no interactive service would allow, milliseconds.
  private static let longWaitMs = 10_000.0

  static func footer(_ report: FrontierReport, style: TerminalStyle) -> [String] {
    let source = report.provenance
    let axes = report.question.axes
    var counts = "\(Figure.text(report.counts.evaluated)) points evaluated by \(report.method)"
    if report.counts.screened > 0 {
      counts += ", \(Figure.text(report.counts.screened)) left out by estimates"
    }
    let rejected = report.counts.rejected.values.reduce(0, +)
    if rejected > 0 { counts += ", \(Figure.text(rejected)) rejected by rule" }
    if report.counts.wallSeconds > 0 {
      counts += ", in \(Figure.text(report.counts.wallSeconds, digits: 2)) s"
    }
    let texts = [
      "\(axes.user.unit): \(axes.user.definition).",
      "\(axes.gpu.unit): \(axes.gpu.definition).",
      "\(counts); space \(source.spaceName), tables \(source.tablesVersion), explore "
        + "\(source.programVersion).",
    ]
    return (waiting(report).map { [$0] } ?? []).flatMap {
      TextWrap.lines($0, width: style.width, indent: "  ")
    }
      + texts.flatMap { TextWrap.lines(DisplayWidth.printable($0), width: style.width, indent: "  ") }
      .map { style.paint($0, .faint) }
  }
}
