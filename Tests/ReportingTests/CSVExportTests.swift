import Foundation
import Reporting
import ServingModel
import Testing

@Suite struct CSVExportTests {
  /// A reader of RFC 4180, written from the RFC.
  static func parse(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = String.UnicodeScalarView()
    var quoted = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func next() -> Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }
    while index < scalars.count {
      let scalar = scalars[index]
      if quoted {
        if scalar == "\"" && next() == "\"" {
          field.append(scalar)
          index += 1
        } else if scalar == "\"" {
          quoted = false
        } else {
          field.append(scalar)
        }
      } else if scalar == "\"" {
        quoted = true
      } else if scalar == "," || (scalar == "\r" && next() == "\n") {
        record.append(String(field))
        field = String.UnicodeScalarView()
        if scalar == "\r" {
          records.append(record)
          record = []
          index += 1
        }
      } else {
        field.append(scalar)
      }
      index += 1
    }
    return records
  }

  @Test func theHeaderIsAContract() throws {
    try Golden.expect(CSVExport.header + "\n", "header.csv")
    let names = CSVExport.header.split(separator: ",").map(String.init)
    #expect(Set(names).count == names.count)
    for name in [
      "point", "run", "model", "system", "engine", "topology", "label", "gpus", "concurrency", "isl", "osl",
      "mtp", "tps_user", "tps_gpu", "ttft_ms_p50", "ttft_ms_p99", "tpot_ms_p50", "tpot_ms_p99", "confidence",
    ] {
      #expect(names.contains(name))
    }
  }

  @Test func whatWasWrittenReadsBack() throws {
    var rows = SyntheticPoints.rows(120)
    for index in rows.indices {
      let text = NastyText.all[index % NastyText.all.count]
      rows[index].point.deployment.model = text
      rows[index].point.deployment.system = text
      rows[index].run = String(text.reversed())
    }
    rows[3].measurement.tpsUser = .nan
    rows[4].measurement.ttftMs.p99 = .infinity
    rows[5].measurement.tpsUser = 0.1 + 0.2
    rows[6].measurement.tpsUser = .leastNonzeroMagnitude
    let parsed = Self.parse(CSVExport.text(rows))
    #expect(parsed.count == rows.count + 1)
    for (record, row) in zip(parsed.dropFirst(), rows) {
      #expect(record.count == ReportColumn.all.count)
      for (field, column) in zip(record, ReportColumn.all) {
        switch column.value(row) {
        case .text(let text):
          let formula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
          #expect(Array(field.unicodeScalars) == Array(((formula ? "'" : "") + text).unicodeScalars))
        case .integer(let value): #expect(Int(field) == value)
        case .real(let value): #expect(value.isFinite ? Double(field) == value : field.isEmpty)
        case .flag(let value): #expect(field == (value ? "1" : "0"))
        case .empty: #expect(field.isEmpty)
        }
      }
    }
  }
}
