import SeededNumbers
import Testing

@testable import Calibration

/// No bytes may crash the reader: it gives points or problems with a place and a reason.
@Suite struct PointTableFuzzTests {
  private static let scraps = [
    "", ",", "\"", "\"\"", "\n", "\r\n", "\r", "\u{0}", "\u{FEFF}", "é", "🙂", "\u{2028}", "-1", "0", "1e308",
    "nan",
    "inf",
    "9223372036854775808", "1024", "1048576", "16777216", "8.0", "agg", "disagg", "fp8", "vllm", "h100",
    "id", "isl",
  ].map { Array($0.utf8) }

  @Test func randomlyBrokenTablesAreSurvived() {
    var random = SplitMix(state: 2025)
    let lines = [
      SampleRows.header, SampleRows.aggregated(id: "a"), SampleRows.disaggregated(id: "b"),
      SampleRows.aggregated(id: "c", ["backend_version": "\"1,2\""]),
    ]
    let good = Array(lines.joined(separator: "\n").utf8)
    for _ in 0..<1500 {
      var bytes = good
      for _ in 0...Int.random(in: 0..<5, using: &random) where !bytes.isEmpty {
        Self.spoil(&bytes, &random)
      }
      survive(bytes)
    }
  }

  private static func spoil(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    // Most of the text is header, and a broken header ends the reading.
    let place = Int.random(
      in: (Bool.random(using: &random) ? 0 : bytes.count / 2)..<bytes.count, using: &random)
    let scrap = scraps.randomElement(using: &random) ?? []
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(contentsOf: scrap, at: place)
    case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes.removeLast(bytes.count - place)
    default:
      // A whole field: the row keeps its shape, so the reader gets further.
      let comma = UInt8(ascii: ",")
      let start = bytes[..<place].lastIndex(of: comma).map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex(of: comma) ?? bytes.count
      bytes.replaceSubrange(min(start, end)..<end, with: scrap)
    }
  }

  private func survive(_ bytes: [UInt8]) {
    do throws(TableProblem) {
      let table = try PointTable(csv: bytes)
      #expect(!table.rows.isEmpty)
      for row in table.rows {
        #expect(row.line >= 2)
        #expect(CSVText(row.text + ",").header.count == table.columns.count + 1, "\(row)")
        if case .failure(let problem) = row.point { #expect(problem.line == row.line) }
      }
      expectClear(table.problems)
    } catch {
      #expect(!error.problems.isEmpty)
      expectClear(error.problems)
    }
  }

  private func expectClear(_ problems: [RowProblem]) {
    for problem in problems {
      #expect(problem.line >= 1 && !problem.reason.isEmpty)
      let lines = problem.description.split(whereSeparator: \.isNewline)
      #expect(lines.count == 1)
    }
  }

  @Test func manyOpenQuotesTakeNoQuadraticTime() throws {
    let rows = Array(repeating: "x\",\"", count: 3_000).joined(separator: "\n")
    let table = try PointTable(csv: Array((SampleRows.header + "\n" + rows).utf8))
    #expect(table.rows.count > 1000)
  }
}
