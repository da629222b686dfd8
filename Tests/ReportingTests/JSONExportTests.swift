import Foundation
import ParetoFrontier
import Reporting
import ServingModel
import Testing

@Suite struct JSONExportTests {
  @Test func anyReportIsValidJSON() throws {
    for (index, text) in NastyText.all.enumerated() {
      var rows = SyntheticPoints.rows(40, model: text)
      rows[index % 40].measurement.tpsUser = .nan
      rows[0].measurement.e2eMs.p99 = .infinity
      rows[1].run = text
      let report = try SyntheticPoints.report(rows, title: text)
      let object = try JSONSerialization.jsonObject(with: Data(JSONExport.text(report).utf8))
      let root = try #require(object as? [String: Any])
      #expect((root["question"] as? [String: Any])?["title"] as? String == text)
      let frontier = try #require(root["frontier"] as? [[String: Any]])
      #expect(frontier.count == report.frontier.count)
      #expect(frontier.allSatisfy { $0["model"] as? String == text })
      let frontiers = try #require(root["frontiers"] as? [String: [[String: Any]]])
      for own in report.frontiers { #expect(frontiers[own.system]?.count == own.indices.count) }
    }
  }

  @Test func fieldsAreTheColumnsOfTheCSVFile() throws {
    let report = try SyntheticPoints.report(SyntheticPoints.rows(60))
    let object = try JSONSerialization.jsonObject(with: Data(JSONExport.text(report).utf8))
    let root = try #require(object as? [String: Any])
    let first = try #require((root["frontier"] as? [[String: Any]])?.first)
    #expect(Set(first.keys) == Set(ReportColumn.all.map(\.name) + ["launch"]))
    let row = report.rows[report.frontier[0]]
    #expect(first["tps_gpu"] as? Double == row.measurement.tpsGPU)
    #expect(first["point"] as? String == row.key.description)
    #expect(root.keys.sorted() == ["axes", "counts", "frontier", "frontiers", "provenance", "question"])
  }

  @Test func keysKeepTheirOrder() throws {
    let report = try SyntheticPoints.report(SyntheticPoints.rows(60))
    let text = JSONExport.text(report)
    #expect(text == JSONExport.text(report))
    let names = [
      "\"question\"", "\"axes\"", "\"counts\"", "\"provenance\"", "\"frontier\": [", "\"frontiers\"",
    ]
    let places = names.compactMap { text.range(of: $0)?.lowerBound }
    #expect(places.count == names.count && places == places.sorted())
  }

  @Test func aPickIsValidJSON() throws {
    let limits = FrontierLimits(
      minTpsUser: 60, maxTTFT: LatencyLimit(milliseconds: 3000, statistic: .p99), maxGPUs: 32)
    let report = try SyntheticPoints.report(SyntheticPoints.rows(900), limits: limits)
    let pick = try PickReport.pick(report)
    let object = try JSONSerialization.jsonObject(with: Data(PickReport.json(pick, in: report).utf8))
    let root = try #require(object as? [String: Any])
    #expect((root["best"] as? [String: Any])?["point"] as? String == report.rows[pick.best].key.description)
    #expect((root["runners_up"] as? [[String: Any]])?.count == 2)
  }
}
