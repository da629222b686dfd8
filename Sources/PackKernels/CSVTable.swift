import Foundation

/// A gzipped CSV file of measured kernels, read line by line through `gzip`.
struct CSVTable {
  let columns: [String: Int]
  private let bytes: Data
  private let firstRow: Data.Index

  init(gzipped url: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", url.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let end = bytes.firstIndex(of: 10) else {
      throw PackError("\(url.path): not a gzipped CSV file")
    }
    let header = String(decoding: bytes[..<end], as: UTF8.self).split(separator: ",").map(String.init)
    columns = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
    firstRow = end + 1
  }

  /// Calls `body` with each row's fields. The tables have no quoted fields.
  func forEachRow(_ body: (CSVRow) throws -> Void) throws {
    var start = firstRow
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.endIndex
      let line = String(decoding: bytes[start..<end], as: UTF8.self)
      try body(CSVRow(columns: columns, fields: line.split(separator: ",", omittingEmptySubsequences: false)))
      start = end + 1
    }
  }
}

/// One row by column name.
struct CSVRow {
  let columns: [String: Int]
  let fields: [Substring]

  func text(_ name: String) throws -> String {
    guard let index = columns[name], index < fields.count else { throw PackError("no column \(name)") }
    return String(fields[index])
  }

  func integer(_ name: String) throws -> Int {
    guard let value = Int(try text(name)) else { throw PackError("column \(name): not a whole number") }
    return value
  }

  func number(_ name: String) throws -> Double {
    guard let value = Double(try text(name)) else { throw PackError("column \(name): not a number") }
    return value
  }
}

struct PackError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
