internal import Calibration

/// Rows as comma-separated values, RFC 4180: CRLF line ends, quotes where needed, UTF-8.
///
/// Numbers are written so that reading them back gives the same bits. Text that a spreadsheet would take for a
/// formula gets an apostrophe in front.
public enum CSVExport {
  /// The names of all columns, without a line end.
  public static var header: String { ReportColumn.all.map(\.name).joined(separator: ",") }

  /// The whole file. - Complexity: O(rows).
  public static func text(_ rows: some Sequence<ReportRow>) -> String {
    var text = header + "\r\n"
    let columns = ReportColumn.all
    for row in rows {
      for (index, column) in columns.enumerated() {
        if index > 0 { text += "," }
        text += field(column.value(row))
      }
      text += "\r\n"
    }
    return text
  }

  static func field(_ cell: ReportColumn.Cell) -> String {
    switch cell {
    case .text(let value): CSVField.quoted(harmless(value))
    case .integer(let value): String(value)
    case .real(let value): value.isFinite ? value.description : ""
    case .flag(let value): value ? "1" : "0"
    case .empty: ""
    }
  }

  /// Text that no spreadsheet evaluates.
  private static func harmless(_ value: String) -> String {
    guard let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return value
    }
    return "'" + value
  }
}
