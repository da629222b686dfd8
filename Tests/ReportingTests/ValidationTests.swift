import Foundation
import Testing

@testable import Reporting

@Suite struct ValidationTests {
  @Test func terminal() throws {
    let report = try SampleValidation.report(spread: 1.1)
    let text = ValidationText.text(report, style: TerminalStyle(width: 110))
    for line in text.split(separator: "\n") { #expect(line.count <= 112, "\(line)") }
    try Golden.expect(text, "validation.txt")
  }

  @Test func terminalWithoutIntervalsAndWithoutShapes() throws {
    let text = ValidationText.text(
      try SampleValidation.report(spread: nil), style: TerminalStyle(width: 110, unicode: false))
    #expect(text.utf8.allSatisfy { $0 < 128 })
    try Golden.expect(text, "validation-ascii.txt")
  }

  @Test func json() throws {
    let text = ValidationJSON.text(try SampleValidation.report(spread: 1.1))
    let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let errors = try #require(root["errors"] as? [[String: Any]])
    let tpot = try #require(errors.first?["tpot"] as? [String: Any])
    #expect(tpot["intervals"] as? Int == 24 && tpot["coverage"] as? Double != nil)
    let choices = try #require(root["choices"] as? [String: Any])
    let selections = try #require(choices["selections"] as? [[String: Any]])
    #expect(selections.count == 14 - (choices["unreachable"] as? Int ?? 0))
    try Golden.expect(text, "validation.json")
  }

  @Test func csv() throws {
    let report = try SampleValidation.report(spread: 1.1)
    let lines = ValidationCSV.lines(report)
    let widths = lines.components(separatedBy: "\r\n").dropLast().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).count
    }
    #expect(Set(widths).count == 1, "every record has every column")
    try Golden.expect(lines, "validation-lines.csv")
    try Golden.expect(ValidationCSV.rows(report.rows), "validation-rows.csv")
  }

  @Test func withoutIntervalsTheirFiguresAreEmpty() throws {
    let report = try SampleValidation.report(spread: nil)
    let first = ValidationCSV.rows(report.rows).components(separatedBy: "\r\n")[1]
    #expect(first.hasSuffix(",extrapolated,,,,,,,"))
    let json = ValidationJSON.text(report)
    #expect(json.contains("\"bound\":null") && json.contains("\"coverage\":null"))
  }
}

@Suite struct ValidationPageTests {
  private static func data(_ page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: "<script type=\"application/json\" id=\"data\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    return try #require(
      try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any])
  }

  @Test func thePageHoldsItsRowsAndTables() throws {
    let page = ValidationPage.text(try SampleValidation.report(spread: 1.1))
    let root = try Self.data(page)
    let rows = try #require(root["rows"] as? [[Any]])
    #expect(rows.count == 24 && rows.allSatisfy { $0.count == 13 })
    #expect(root["engines"] as? [String] == ["vLLM", "SGLang"])
    #expect(page.components(separatedBy: "<table class=\"grid\">").count == 4)
    #expect(
      page.contains("TPOT, %") && page.contains("by lower bound, 90 %") && page.contains("column `model`"))
    #expect(!page.contains("@title@"))
  }

  @Test func thePageNeedsNoNetwork() throws {
    let page = ValidationPage.text(try SampleValidation.report(spread: 1.1))
    // The name of the SVG namespace is no address that anything is loaded from.
    let text = page.replacingOccurrences(of: "\"http://www.w3.org/2000/svg\"", with: "")
    for needle in ["http://", "https://", "src=", "@import", "url(http", "<link"] {
      #expect(!text.contains(needle), "\(needle)")
    }
    #expect(page.contains("dataset.ready = \"1\""))
  }

  @Test(arguments: NastyText.all) func namesCannotBreakThePage(name: String) throws {
    let report = try SampleValidation.report(
      spread: nil, name: name.replacingOccurrences(of: "\"", with: "\"\""), file: name)
    let page = ValidationPage.text(report)
    let rows = try #require(try Self.data(page)["rows"] as? [[Any]])
    #expect(rows.count == 24)
    #expect(!page.contains("alert(1)</script>"))
  }

  @Test func manyRowsAreThinned() throws {
    let page = ValidationPage.text(try SampleValidation.report(spread: nil), limit: 10)
    #expect((try Self.data(page)["rows"] as? [[Any]])?.count == 10)
    #expect(page.contains("10 of 24 rows"))
  }

  @Test(arguments: ["base.css", "helpers.js", "validation.css", "validation.js"])
  func theProgramHoldsThePageOfTheseSources(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../../Sources/EmbeddedData/chart")
    let source = try String(contentsOf: root.appending(path: name).standardizedFileURL, encoding: .utf8)
    let page = ValidationPage.text(try SampleValidation.report(spread: nil))
    #expect(page.contains(source), "stale \(name): run `make embedded`")
  }
}
