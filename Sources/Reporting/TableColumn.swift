internal import ParetoFrontier
internal import ServingModel

/// One column of the terminal's table.
struct TableColumn {
  /// Heading over two lines; a group heading spans the columns that share it.
  var group: String
  var title: String
  var right: Bool
  /// Columns with lower values go first when the width is short; 0 never goes.
  var dropOrder: Int
  /// Whether a value that all rows share may move into the caption, and how it reads there.
  var caption: ((String) -> String)?
  /// How the column is called where it was left out.
  var name: String
  var text: (ReportRow) -> String
  var ink: (ReportRow) -> TerminalStyle.Ink = { _ in .plain }

  static func all(_ report: FrontierReport, _ style: TerminalStyle) -> [TableColumn] {
    let axes = report.question.axes
    let slots = SystemPalette.slots(report.frontiers.map(\.system))
    let star = style.unicode ? "★" : "*"
    func ascii(_ text: String) -> String {
      let shown = DisplayWidth.printable(text)
      return style.unicode ? shown : String(shown.map { $0 == "×" ? "x" : $0 })
    }
    func short(_ confidence: Confidence) -> String {
      switch confidence {
      case .interpolated: "interp."
      case .extrapolated: "extrap."
      case .measured, .roofline: confidence.name
      }
    }
    func figure(_ value: Double) -> String { Figure.text(value, trimsZeros: false) }
    func interval(_ value: Interval90?) -> String {
      value.map { "(\(IntervalText.ends($0, unicode: style.unicode)))" } ?? ""
    }
    // The least width at which the words for confidence are written out.
    let wide = report.hasIntervals ? 140 : 120
    let columns = [
      TableColumn(group: "", title: "", right: false, dropOrder: 0, caption: nil, name: "joint") {
        $0.onFrontier ? star : " "
      },
      TableColumn(
        group: "", title: "GPU type", right: false, dropOrder: 0, caption: nil, name: "GPU type",
        text: { style.mark(slots[$0.system] ?? 0).description + " " + ascii($0.system) },
        ink: { .system(slots[$0.system] ?? 0) }),
      TableColumn(
        group: "", title: "engine", right: false, dropOrder: report.hasIntervals ? 7 : 5,
        caption: { "engine \($0)" },
        name: "engine"
      ) { $0.deployment.engine.rawValue },
      TableColumn(
        group: "", title: "topology", right: false, dropOrder: 1, caption: { "topology \($0)" },
        name: "topology"
      ) { $0.deployment.topology.name },
      TableColumn(
        group: "", title: "parallelism", right: false, dropOrder: 0, caption: nil, name: "parallelism"
      ) { ascii($0.label) },
      TableColumn(
        group: "", title: "MTP", right: true, dropOrder: 9, caption: { "MTP \($0)" }, name: "MTP"
      ) { String($0.deployment.mtp) },
      TableColumn(
        group: "", title: "chunk", right: true, dropOrder: 2, caption: { "chunk \($0)" }, name: "chunk"
      ) { Figure.text($0.chunk) },
      TableColumn(
        group: "", title: "conc.", right: true, dropOrder: 0, caption: nil, name: "concurrency"
      ) { Figure.text($0.workload.concurrency) },
      TableColumn(
        group: "tok/s/", title: "user", right: true, dropOrder: 0, caption: nil, name: "tok/s/user"
      ) { figure(axes.user.value(of: $0.measurement)) },
      TableColumn(
        group: "", title: intervalTitle, right: false, dropOrder: 12, caption: nil,
        name: "interval of tok/s/user"
      ) { row in
        interval(axes.user.interval(of: row.measurement))
          + (row.measurement.intervals.map { IntervalText.mark($0.level) } ?? "")
      },
      TableColumn(
        group: "tok/s/", title: "GPU", right: true, dropOrder: 0, caption: nil, name: "tok/s/GPU"
      ) { figure(axes.gpu.value(of: $0.measurement)) },
      TableColumn(
        group: "", title: intervalTitle, right: false, dropOrder: 3, caption: nil,
        name: "interval of tok/s/GPU"
      ) { interval(axes.gpu.interval(of: $0.measurement)) },
      TableColumn(
        group: "TTFT ms", title: "p50", right: true, dropOrder: 0, caption: nil, name: "TTFT p50"
      ) { figure($0.measurement.ttftMs.p50) },
      TableColumn(
        group: "TTFT ms", title: intervalTitle, right: false, dropOrder: 11, caption: nil,
        name: "interval of TTFT"
      ) { interval(LatencyStatistic.p50.ttftInterval(of: $0.measurement)) },
      TableColumn(
        group: "TTFT ms", title: "p99", right: true, dropOrder: 10, caption: nil, name: "TTFT p99"
      ) { figure($0.measurement.ttftMs.p99) },
      TableColumn(
        group: "TPOT ms", title: "p50", right: true, dropOrder: 6, caption: nil, name: "TPOT p50"
      ) { figure($0.measurement.tpotMs.p50) },
      TableColumn(
        group: "TPOT ms", title: "p99", right: true, dropOrder: 4, caption: nil, name: "TPOT p99"
      ) { figure($0.measurement.tpotMs.p99) },
      TableColumn(
        group: "", title: "GPUs", right: true, dropOrder: 8, caption: { "\($0) GPUs" }, name: "GPUs"
      ) { Figure.text($0.deployment.gpus) },
      TableColumn(
        group: "", title: "confidence", right: false, dropOrder: report.hasIntervals ? 5 : 3,
        caption: { "confidence \($0)" },
        name: "confidence"
      ) { style.width < wide ? short($0.measurement.confidence) : $0.measurement.confidence.name },
    ]
    return report.hasIntervals ? columns : columns.filter { $0.title != intervalTitle }
  }

  private static let intervalTitle = "(90 %)"
}
