import Foundation
import Reporting
import ServingModel
import Testing

@Suite struct HTMLExportTests {
  /// What stands between the data element's tags.
  static func data(_ page: String) throws -> [String: Any] {
    let open = try #require(page.range(of: "<script type=\"application/json\" id=\"data\">"))
    let close = try #require(page.range(of: "</script>", range: open.upperBound..<page.endIndex))
    let json = Data(page[open.upperBound..<close.lowerBound].utf8)
    let object = try JSONSerialization.jsonObject(with: json)
    return try #require(object as? [String: Any])
  }

  @Test func holdsEveryPointAndTheFrontiers() throws {
    let report = try SyntheticPoints.report(SyntheticPoints.rows(400))
    let root = try Self.data(HTMLExport.text(report))
    #expect(root["count"] as? Int == 400)
    #expect((root["joint"] as? [Int]) == report.frontier)
    let columns = try #require(root["columns"] as? [String: String])
    let x = try #require(columns["x"].flatMap { Data(base64Encoded: $0) })
    let values = x.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    #expect(values == report.rows.map { Float($0.measurement.tpsUser) })
    let launch = try #require(root["launch"] as? [String: [String]])
    #expect(!launch.isEmpty && launch.values.allSatisfy { !$0.isEmpty })
  }

  @Test(arguments: NastyText.all) func noTextEndsAScript(_ text: String) throws {
    let plain = HTMLExport.text(try SyntheticPoints.report(SyntheticPoints.rows(30)))
    let rows = SyntheticPoints.rows(30, model: text)
    let page = HTMLExport.text(try SyntheticPoints.report(rows, title: text))
    func count(_ needle: String, _ page: String) -> Int { page.components(separatedBy: needle).count }
    #expect(count("</script", page) == count("</script", plain))
    #expect(count("<!--", page) == 1)
    #expect(try Self.data(page)["title"] as? String == text)
  }

  @Test func opensWithoutANetwork() throws {
    let page = HTMLExport.text(try SyntheticPoints.report(SyntheticPoints.rows(30)))
    for needle in ["http://", "https://", "src=", "@import", "url(", "<link"] {
      #expect(!page.contains(needle), "\(needle)")
    }
    #expect(page.contains("dataset.ready = \"1\""))
  }

  @Test func aPageOfASampleSaysOfHowMany() throws {
    let all = try SyntheticPoints.report(SyntheticPoints.rows(900))
    let rows = all.rows.enumerated().filter { $1.onSystemFrontier || $0 % 3 == 0 }.map(\.element)
    let report = try FrontierReport(
      question: all.question, rows: rows, points: all.points, counts: all.counts,
      provenance: all.provenance)
    #expect(report.frontier.map { report.rows[$0].key } == all.frontier.map { all.rows[$0].key })
    #expect(report.frontiers.map(\.points) == all.frontiers.map(\.points))
    let page = HTMLExport.text(report)
    #expect(try Self.data(page)["count"] as? Int == rows.count)
    #expect(page.contains("the chart draws \(rows.count) of 900, all frontier points among them"))
  }

  @Test func anEmptyReportIsAPageToo() throws {
    #expect(try Self.data(HTMLExport.text(try SyntheticPoints.report([])))["count"] as? Int == 0)
  }

  @Test(arguments: ["base.css", "data.js", "helpers.js", "page.css", "page.js", "plot.js"])
  func theProgramHoldsThePageOfTheseSources(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../../Sources/EmbeddedData/chart")
    let source = try String(contentsOf: root.appending(path: name).standardizedFileURL, encoding: .utf8)
    let page = HTMLExport.text(try SyntheticPoints.report([]))
    #expect(page.contains(source), "stale \(name): run `make embedded`")
  }
}
