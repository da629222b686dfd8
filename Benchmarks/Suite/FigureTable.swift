import Foundation

/// Figures as lines of a table.
enum FigureTable {
  private static let widths = [58, 13, 13, 9, 24, 24, 5, 8]

  static let header = row(["what", "figure", "unit", "ratio", "to", "target", "met", "peak MB"])

  static func line(_ figure: Figure) -> String {
    row([
      figure.what, number(figure.value), figure.unit, figure.ratio.map(number) ?? "", figure.baseline ?? "",
      figure.target ?? "", figure.isMet.map { $0 ? "yes" : "NO" } ?? "",
      figure.peakMB.map { String(Int($0.rounded())) } ?? "",
    ])
  }

  static func summary(_ figures: [Figure]) -> String {
    let judged = figures.compactMap(\.isMet)
    return "\n\(judged.count { $0 }) of \(judged.count) targets met"
  }

  /// Three digits, or whole with separators.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if abs(value) >= 100 {
      var digits = String(Int(value.rounded()))
      var place = digits.count - 3
      while place > (value < 0 ? 1 : 0) {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
        place -= 3
      }
      return digits
    }
    return String(format: "%.3g", value)
  }

  private static func row(_ cells: [String]) -> String {
    zip(cells, widths).enumerated().map { column, cell in
      let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      // Words to the left, numbers to the right.
      return [0, 2, 4, 5].contains(column) ? cell.0 + space : space + cell.0
    }.joined(separator: " ")
  }
}
