/// A row that cannot be used, and why.
public struct RowProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// Line in the file; the header is line 1.
  public var line: Int
  /// Name of the column; empty where the row as a whole is wrong.
  public var column: String
  public var reason: String

  public var description: String {
    column.isEmpty ? "line \(line): \(reason)" : "line \(line), column `\(column)`: \(reason)"
  }

  /// Text of a file inside a message: no line ends and no control characters.
  static func singleLine(_ text: String) -> String {
    func isVisible(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
    let scalars = text.unicodeScalars
    if scalars.allSatisfy(isVisible) { return text }
    return String(String.UnicodeScalarView(scalars.map { isVisible($0) ? $0 : " " }))
  }
}

/// Everything that makes a whole table unusable.
public struct TableProblem: Error, Sendable, Hashable {
  /// Of the header, at least one.
  public var problems: [RowProblem]
}
