/// Chooses columns for a width and lays rows out under them.
struct TableLayout {
  private var columns: [TableColumn]
  private var cells: [[String]]
  private var inks: [[TerminalStyle.Ink]]
  private var widths: [Int] = []
  private var gap = 2
  private let style: TerminalStyle
  private var captions: [String] = []
  /// Names of columns that did not fit.
  private(set) var dropped: [String] = []

  init(rows: [ReportRow], columns: [TableColumn], style: TerminalStyle) {
    self.columns = columns
    self.style = style
    cells = columns.map { column in rows.map(column.text) }
    inks = columns.map { column in rows.map(column.ink) }
    measure()
    if total > style.width { gap = 1 }
    foldConstants()
    while total > style.width, let victim = nextVictim {
      dropped.append(self.columns[victim].name)
      remove(victim)
    }
  }

  private mutating func measure() {
    widths = columns.indices.map { index in
      let heads = max(DisplayWidth.of(columns[index].title), groupWidth(index))
      return cells[index].reduce(heads) { max($0, DisplayWidth.of($1)) }
    }
  }

  /// A group heading over one column must fit it; over several it has room enough.
  private func groupWidth(_ index: Int) -> Int {
    let group = columns[index].group
    let spans = columns.count { $0.group == group } > 1 && group.hasSuffix("ms")
    return spans ? 0 : DisplayWidth.of(group)
  }

  private var total: Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

  /// Moves columns that hold one value in every row into the caption, as far as the width asks for it.
  private mutating func foldConstants() {
    for index in columns.indices.reversed() where total > style.width {
      guard let caption = columns[index].caption, let first = cells[index].first,
        cells[index].allSatisfy({ $0 == first })
      else { continue }
      captions.insert(caption(first), at: 0)
      remove(index)
    }
  }

  private var nextVictim: Int? {
    columns.indices.filter { columns[$0].dropOrder > 0 }.min {
      columns[$0].dropOrder < columns[$1].dropOrder
    }
  }

  private mutating func remove(_ index: Int) {
    columns.remove(at: index)
    cells.remove(at: index)
    inks.remove(at: index)
    measure()
  }

  /// What all rows share.
  var captionLines: [String] {
    captions.isEmpty
      ? [] : TextWrap.lines("All rows: " + captions.joined(separator: ", "), width: style.width)
  }

  var headerLines: [String] {
    var upper = ""
    var lower = ""
    var rule = ""
    var index = 0
    while index < columns.count {
      var end = index + 1
      let group = columns[index].group
      while end < columns.count, !group.isEmpty, group.hasSuffix("ms"), columns[end].group == group {
        end += 1
      }
      let width = widths[index..<end].reduce(0, +) + gap * (end - index - 1)
      let space = String(repeating: " ", count: index == 0 ? 0 : gap)
      upper += space + DisplayWidth.padded(group, width, right: true)
      for column in index..<end {
        let space = String(repeating: " ", count: column == 0 ? 0 : gap)
        lower +=
          space + DisplayWidth.padded(columns[column].title, widths[column], right: columns[column].right)
        rule += space + String(repeating: style.unicode ? "─" : "-", count: widths[column])
      }
      index = end
    }
    return [trimmed(upper), trimmed(lower), style.paint(rule, .faint)]
  }

  func rowLines(_ range: Range<Int>) -> [String] {
    range.map { row in
      var line = ""
      for column in columns.indices {
        if column > 0 { line += String(repeating: " ", count: gap) }
        let text = cells[column][row]
        let space = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(text)))
        let painted = style.paint(text, inks[column][row])
        line += columns[column].right ? space + painted : painted + space
      }
      return trimmed(line)
    }
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
