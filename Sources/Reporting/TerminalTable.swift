internal import ParetoFrontier
internal import ServingModel

/// Frontier points as a table for the terminal.
public enum TerminalTable {
  /// One block for each GPU type, points by rising user axis.
  /// - Parameters:
  ///   - limit: most rows in all, spread along the curves; none shows all.
  ///   - style: where the width does not hold all columns, those that hold one value in every row move into
  ///     a caption, then the least important go, and a note says which.
  public static func lines(
    _ report: FrontierReport, style: TerminalStyle, limit: Int? = 24
  ) -> [String] {
    let blocks = report.frontiers.filter { !$0.indices.isEmpty }
    guard !blocks.isEmpty else { return [] }
    let shown = blocks.map { own in thinned(own, of: report, share: limit.map { $0 / blocks.count }) }
    let rows = shown.flatMap { $0 }.map { report.rows[$0] }
    let layout = TableLayout(rows: rows, columns: TableColumn.all(report, style), style: style)
    var lines = layout.captionLines + layout.headerLines
    var cursor = 0
    for (position, block) in shown.enumerated() {
      if position > 0 { lines.append("") }
      lines += layout.rowLines(cursor..<cursor + block.count)
      cursor += block.count
    }
    lines.append("")
    lines += notes(report, shown: shown.flatMap { $0 }, layout: layout, style: style)
    return lines
  }

  private static func thinned(
    _ own: FrontierReport.SystemFrontier, of report: FrontierReport, share: Int?
  ) -> [Int] {
    guard let share else { return own.indices }
    return Thinning.positions(
      x: own.indices.map(report.user), y: own.indices.map(report.gpu), limit: max(2, share)
    ).map { own.indices[$0] }
  }

  private static func notes(
    _ report: FrontierReport, shown: [Int], layout: TableLayout, style: TerminalStyle
  ) -> [String] {
    let star = style.unicode ? "★" : "*"
    let all = report.frontiers.reduce(0) { $0 + $1.indices.count }
    var notes = ["\(star) on the frontier of all GPU types together."]
    if shown.count < all {
      notes.append(
        "\(Figure.text(shown.count)) of \(Figure.text(all)) frontier points shown, spread along the curves; "
          + "--all shows all.")
    }
    if report.hasIntervals { notes.append("(90 %): \(IntervalText.meaning).") }
    let levels = Set(shown.compactMap { report.rows[$0].measurement.intervals?.level })
    for level in levels.sorted() where level != .calibrated {
      notes.append("\(IntervalText.mark(level)) \(level.name): \(IntervalText.meaning(level)).")
    }
    if !layout.dropped.isEmpty {
      notes.append("Left out for width: \(layout.dropped.joined(separator: ", ")).")
    }
    return TextWrap.lines(notes.joined(separator: " "), width: style.width).map { style.paint($0, .faint) }
  }
}
