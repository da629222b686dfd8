/// A grid of figures as lines of text.
enum FigureGridText {
  static func lines(_ grid: FigureGrid, style: TerminalStyle) -> [String] {
    func plain(_ text: String) -> String {
      style.unicode ? text : text.replacing(FigureGrid.none, with: "-")
    }
    let indent = grid.sections.contains { !$0.title.isEmpty } ? "  " : ""
    let rows = grid.sections.flatMap { section in
      section.rows.map { (name: section.title.isEmpty ? $0.name : indent + $0.name, figures: $0.figures) }
    }
    let names = (rows.map(\.name) + grid.sections.map(\.title) + [grid.name]).map(DisplayWidth.of).max() ?? 0
    var widths = grid.columns.indices.map { column in
      (rows.map { $0.figures[column] } + [grid.columns[column].title]).map(DisplayWidth.of).max() ?? 0
    }
    let groups = grid.groups
    // A group's name needs room over its columns.
    for group in groups {
      let own = widths[group.columns].reduce(group.columns.count - 1, +)
      widths[group.columns.lowerBound] += max(0, DisplayWidth.of(group.title) - own)
    }
    func line(_ name: String, _ cells: [String]) -> String {
      var text = DisplayWidth.padded(name, names, right: false)
      for group in groups {
        text += "  "
        for column in group.columns {
          text += " " + DisplayWidth.padded(plain(cells[column]), widths[column], right: true)
        }
      }
      return text
    }
    var heading = DisplayWidth.padded("", names, right: false)
    for group in groups {
      let width = widths[group.columns].reduce(group.columns.count - 1, +)
      heading += "   " + centred(group.title, width, rule: style.unicode ? "─" : "-")
    }
    var lines = [trimmed(heading), line(grid.name, grid.columns.map(\.title))]
    for section in grid.sections {
      if !section.title.isEmpty { lines.append(section.title) }
      for row in section.rows {
        lines.append(line(section.title.isEmpty ? row.name : indent + row.name, row.figures))
      }
    }
    return lines
  }

  /// `── TPOT, % ──`: a name in the middle of a rule.
  private static func centred(_ title: String, _ width: Int, rule: Character) -> String {
    if title.isEmpty { return String(repeating: " ", count: width) }
    let free = max(0, width - DisplayWidth.of(title))
    guard free >= 4 else { return DisplayWidth.padded(title, width, right: true) }
    let left = (free - 2) / 2
    return String(repeating: rule, count: left) + " \(title) "
      + String(repeating: rule, count: free - 2 - left)
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
