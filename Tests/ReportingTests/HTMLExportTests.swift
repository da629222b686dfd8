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

  @Test func aLargeCloudIsThinnedButNotTheFrontier() throws {
    let report = try SyntheticPoints.report(SyntheticPoints.rows(900))
    let root = try Self.data(HTMLExport.text(report, cloudLimit: 300))
    let count = try #require(root["count"] as? Int)
    #expect(count <= 300 && count > 200)
    #expect((root["joint"] as? [Int])?.count == report.frontier.count)
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
