public import ServingModel

/// One row of a table of points: what it says, and its text.
public struct PointRow: Sendable {
  /// Line on which it starts; the header is line 1.
  public var line: Int
  public var id: String
  /// Precision label of the source (`fp4`, `fp8`, `bf16`, empty).
  public var precision: String
  /// Version of the engine as the source names it; empty where it has the column and leaves it empty.
  public var engineVersion: String?
  /// The place in the design space, or what is wrong with the row.
  public var point: Result<Point, RowProblem>
  /// The row as comma-separated text without a line end, with as many fields as the header.
  public var text: String
}

/// Points of a CSV file, in its order. Measured columns are kept as text and not looked at.
public struct PointTable: Sendable {
  /// One field of the header.
  public struct Column: Sendable, Hashable {
    public var name: String
    /// As it stands in the file, quotes included.
    public var text: String
  }

  public private(set) var columns: [Column]
  public private(set) var rows: [PointRow] = []
  /// What ended the header's line: CRLF or LF.
  public let lineEnd: String
  public let hasByteOrderMark: Bool

  public var problems: [RowProblem] {
    rows.compactMap { row in
      if case .failure(let problem) = row.point { problem } else { nil }
    }
  }

  /// Reads the bytes of a file with the columns of the docs' page on prediction.
  /// - Throws: ``TableProblem`` where no row could be read: columns missing or twice, no rows.
  public init(csv: [UInt8]) throws(TableProblem) {
    let text = CSVText(bytes: csv)
    let problems = HeaderCheck.problems(text)
    if !problems.isEmpty { throw TableProblem(problems: problems) }
    columns = zip(text.header, text.headerRecord.fieldRanges).map { Column(name: $0, text: text.text($1)) }
    lineEnd = text.hasCarriageReturns ? "\r\n" : "\n"
    hasByteOrderMark = text.hasByteOrderMark
    let places = Dictionary(
      text.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var lines: [String: Int] = [:]
    text.forEachRecord { record in rows.append(Self.row(record, of: text, places, &lines)) }
    if rows.isEmpty {
      throw TableProblem(problems: [
        RowProblem(line: 1, column: "", reason: "the file has a header and no rows")
      ])
    }
  }

  /// - Parameter lines: where each id was first seen.
  private static func row(
    _ record: CSVRecord, of text: CSVText, _ places: [String: Int], _ lines: inout [String: Int]
  ) -> PointRow {
    let reader = RowReader(line: record.line, columns: places, fields: record.fields)
    var row = PointRow(
      line: record.line, id: reader.text("id"), precision: reader.text("precision"),
      engineVersion: reader.engineVersion,
      point: .failure(RowProblem(line: record.line, column: "", reason: "")), text: "")
    if let problem = shapeProblem(record, columns: text.header.count) {
      row.point = .failure(problem)
      row.text = rebuilt(record.fields, columns: text.header.count)
      return row
    }
    row.text = text.text(record.range)
    let first = row.id.isEmpty ? nil : lines[row.id]
    if first == nil && !row.id.isEmpty { lines[row.id] = record.line }
    do throws(RowProblem) {
      if let first {
        throw reader.problem("id", "\(reader.shown("id")) is the id of line \(first) already")
      }
      row.point = .success(try reader.point())
    } catch {
      row.point = .failure(error)
    }
    return row
  }

  /// What is wrong with the row as text.
  private static func shapeProblem(_ record: CSVRecord, columns: Int) -> RowProblem? {
    func problem(_ reason: String) -> RowProblem {
      RowProblem(line: record.line, column: "", reason: reason)
    }
    switch record.flaw {
    case .unclosedQuote: return problem("a quote is opened and not closed")
    case .notUTF8: return problem("the row is not UTF-8 text")
    case nil: break
    }
    if record.fields.count == columns { return nil }
    return problem("\(record.fields.count) fields, the header has \(columns)")
  }

  /// A row that cannot be kept as it is, fitted to the header.
  private static func rebuilt(_ fields: [String], columns: Int) -> String {
    let fitted = fields.prefix(columns) + Array(repeating: "", count: max(0, columns - fields.count))
    return fitted.map(CSVField.quoted).joined(separator: ",")
  }
}
