internal import ServingModel

/// Measured rows of a CSV file, with the rows that cannot be expressed as points set apart.
public struct MeasuredTable: Sendable {
  public private(set) var rows: [MeasuredRow] = []
  public private(set) var problems: [RowProblem] = []

  static let needed = RowReader.pointColumns + ["ttft_ms", "tpot_ms"]

  /// Reads the text of a file with the columns of the docs' page on validation.
  /// - Throws: ``RowProblem`` on line 1 where a needed column is missing.
  public init(csv: String) throws(RowProblem) {
    let text = CSVText(csv)
    for column in Self.needed where !text.header.contains(column) {
      throw RowProblem(line: 1, column: column, reason: "the file has no such column")
    }
    let columns = Dictionary(
      text.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    text.forEachRow { line, fields in
      let row = RowReader(line: line, columns: columns, fields: fields)
      do throws(RowProblem) {
        rows.append(try row.measured())
      } catch {
        problems.append(error)
      }
    }
  }
}
