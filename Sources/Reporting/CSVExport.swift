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
    rows.reduce(into: header + "\r\n") { $0 += line($1) }
  }

  /// Writes the rows that `rows` calls its argument with, and holds none of them.
  /// - Throws: ``ExportError``, or what `rows` throws; then the file is not there, or as it was.
  public static func write(to path: String, rows: ((ReportRow) throws -> Void) throws -> Void) throws {
    try AtomicFile.write(to: path) { file in
      try file.write(header + "\r\n")
      try rows { try file.write(line($0)) }
    }
  }

  /// One row with its line end.
  private static func line(_ row: ReportRow) -> String {
    var text = ""
    for (index, column) in ReportColumn.all.enumerated() {
      if index > 0 { text += "," }
      text += field(column.value(row))
    }
    return text + "\r\n"
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
