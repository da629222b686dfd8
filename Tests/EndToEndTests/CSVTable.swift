import Foundation
import Testing

/// A CSV file as a careful reader takes it (RFC 4180).
struct CSVTable {
  var header: [String]
  var rows: [[String: String]]

  init(_ text: String) throws {
    let records = Self.records(text)
    let header = try #require(records.first)
    for record in records { #expect(record.count == header.count) }
    self.header = header
    rows = records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  func numbers(_ column: String) throws -> [Double] {
    try rows.map { try #require(Double($0[column] ?? ""), "\(column) is not a number: \($0)") }
  }

  private static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        scalars.removeFirst()
        field.append("\"")
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        record.append(field)
        field = ""
      case "\r" where !isQuoted && scalars.first == "\n":
        scalars.removeFirst()
        records.append(record + [field])
        (record, field) = ([], "")
      default: field.unicodeScalars.append(scalar)
      }
    }
    return records
  }
}
