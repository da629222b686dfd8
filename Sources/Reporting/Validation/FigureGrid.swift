internal import ServingModel

/// A table of figures under grouped headings, in named sections; the terminal and the page show the same one.
struct FigureGrid {
  /// A column of figures; neighbours of one group stand under its name.
  struct Column {
    var group: String
    var title: String
  }

  struct Row {
    var name: String
    /// One text for each column.
    var figures: [String]
  }

  struct Section {
    /// Empty for rows that need none.
    var title: String
    var rows: [Row]
  }

  /// Heading of the rows' names.
  var name: String
  var columns: [Column]
  var sections: [Section]

  /// Ranges of neighbouring columns that share a group.
  var groups: [(title: String, columns: Range<Int>)] {
    var groups: [(title: String, columns: Range<Int>)] = []
    for (index, column) in columns.enumerated() {
      if let last = groups.last, last.title == column.group {
        groups[groups.count - 1].columns = last.columns.lowerBound..<index + 1
      } else {
        groups.append((column.group, index..<index + 1))
      }
    }
    return groups
  }

  // MARK: Figures

  /// What stands for a figure that there is none of.
  static let none = "–"

  /// A share as percent with one decimal: `13.2`.
  static func percent(_ share: Double) -> String {
    share.isFinite ? Figure.text(100 * share, decimals: 1) : none
  }

  /// A deviation as percent with its sign: `+13.2`.
  static func signed(_ share: Double) -> String {
    guard share.isFinite else { return none }
    let text = Figure.text(100 * share, decimals: 1)
    return share < 0 ? text : "+" + text
  }

  /// A ratio: `1.52`.
  static func ratio(_ value: Double) -> String {
    value.isFinite ? Figure.text(value, decimals: 2) : none
  }
}
