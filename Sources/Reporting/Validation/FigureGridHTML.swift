/// A grid of figures as an HTML table.
enum FigureGridHTML {
  static func text(_ grid: FigureGrid) -> String {
    var html = "<div class=\"scroll\" tabindex=\"0\"><table class=\"grid\"><thead>"
    let groups = grid.groups
    let starts = Set(groups.map(\.columns.lowerBound))
    func attributes(_ column: Int) -> String { starts.contains(column) ? " class=\"start\"" : "" }
    if groups.contains(where: { !$0.title.isEmpty }) {
      html += "<tr><td></td>"
      for group in groups {
        html += "<th scope=\"colgroup\" class=\"start group\" colspan=\"\(group.columns.count)\">"
        html += PageFrame.escaped(group.title) + "</th>"
      }
      html += "</tr>"
    }
    html += "<tr><th scope=\"col\">\(PageFrame.escaped(grid.name))</th>"
    for (index, column) in grid.columns.enumerated() {
      html += "<th scope=\"col\"\(attributes(index))>\(PageFrame.escaped(column.title))</th>"
    }
    html += "</tr></thead>\n"
    for section in grid.sections {
      html += "<tbody>"
      if !section.title.isEmpty {
        html += "<tr class=\"section\"><th scope=\"rowgroup\" colspan=\"\(grid.columns.count + 1)\">"
        html += PageFrame.escaped(section.title) + "</th></tr>\n"
      }
      for row in section.rows {
        html += "<tr><th scope=\"row\">\(PageFrame.escaped(row.name))</th>"
        for (index, figure) in row.figures.enumerated() {
          html += "<td\(attributes(index))>\(PageFrame.escaped(figure))</td>"
        }
        html += "</tr>\n"
      }
      html += "</tbody>"
    }
    return html + "</table></div>"
  }
}
