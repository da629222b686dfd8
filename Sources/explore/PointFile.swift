import Calibration
import Foundation
import Reporting
import SweepEngine

/// The file of points that a user names, `-` for standard input.
struct PointFile {
  let path: String

  /// Problems that are listed; of more only the number.
  private static let listed = 20

  private var name: String { path == "-" ? "standard input" : path }

  /// Finds out whether predictions could be written.
  func check(output: String) throws {
    if output == "-" { return }
    if output.isEmpty { throw UsageError("--out ``: a file name is needed; `-` is standard output") }
    if path != "-", InputFile.isSame(output, path) {
      throw UsageError("--in and --out both name \(path); predictions would replace their own points")
    }
    try AtomicFile.check(output)
  }

  /// Reads the points.
  /// - Throws: ``UsageError`` that names every problem by line and column, of the file as a whole or, without
  ///   `keepGoing`, of rows.
  func table(keepGoing: Bool) throws -> PointTable {
    let table: PointTable
    let bytes = [UInt8](try bytes())
    do throws(TableProblem) {
      table = try PointTable(csv: bytes)
    } catch {
      throw UsageError(list(error.problems))
    }
    let problems = table.problems
    if problems.isEmpty { return table }
    guard keepGoing else {
      throw UsageError(list(problems) + "\n--keep-going predicts the other rows")
    }
    for line in list(problems).split(separator: "\n") { StandardError.write("warning: \(line)\n") }
    return table
  }

  private func bytes() throws -> Data {
    if path != "-" { return try InputFile.bytes(path, what: "file of points") }
    do {
      return try FileHandle.standardInput.readToEnd() ?? Data()
    } catch {
      throw UsageError("standard input cannot be read")
    }
  }

  private func list(_ problems: [RowProblem]) -> String {
    var lines = problems.prefix(Self.listed).map { "\(name): \($0)" }
    if problems.count > Self.listed {
      lines.append("\(name): and \(problems.count - Self.listed) more rows")
    }
    return lines.joined(separator: "\n")
  }

  /// Tells of columns that appear under another name.
  func noteRenamed(_ renamed: [String: String], in table: PointTable) {
    for column in table.columns {
      guard let name = renamed[column.name] else { continue }
      StandardError.write(
        "\(self.name): the column `\(column.name)` is written as `\(name)`; it changes no prediction\n")
    }
  }
}
