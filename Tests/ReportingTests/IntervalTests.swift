import Foundation
import ParetoFrontier
import Reporting
import ServingModel
import Testing

@Suite struct IntervalTests {
  /// The synthetic points with intervals, the wider the less is known of their GPU type.
  static func rows(_ count: Int) -> [ReportRow] {
    SyntheticPoints.rows(count).map { row in
      var row = row
      let levels: [String: CalibrationLevel] = ["gb200": .calibrated, "b200_sxm": .transferred]
      let level = levels[row.system] ?? .uncalibrated
      let spread = 0.1 * Double(1 + level.rawValue)
      func interval(_ mean: Double, _ width: Double) -> PredictionInterval {
        PredictionInterval(
          p05: mean / (1 + width), p10: mean / (1 + 0.75 * width), p50: mean, p90: mean * (1 + 0.75 * width),
          p95: mean * (1 + width))
      }
      row.measurement.intervals = PredictionIntervals(
        ttftMs: interval(row.measurement.ttftMs.mean, 2 * spread),
        tpotMs: interval(row.measurement.tpotMs.mean, spread), level: level)
      return row
    }
  }

  static func report(limits: FrontierLimits = FrontierLimits()) throws -> FrontierReport {
    try SyntheticPoints.report(rows(900), limits: limits, title: "DeepSeek-R1 on three GPU types")
  }

  @Test(arguments: [80, 100, 120, 160]) func theTableShowsThem(_ width: Int) throws {
    let style = TerminalStyle(width: width, height: 12)
    let text = TerminalReport.text(try Self.report(), style: style, limit: 12)
    try Golden.expect(text, "intervals-\(width).txt")
  }

  @Test func noLineIsWiderThanTheTerminal() throws {
    let report = try Self.report()
    for width in stride(from: 60, through: 200, by: 7) {
      for unicode in [true, false] {
        let style = TerminalStyle(width: width, height: 12 + width / 8, unicode: unicode)
        let text = TerminalReport.text(report, style: style)
        for line in text.split(separator: "\n") {
          #expect(line.unicodeScalars.count <= width, "\(width): \(line)")
        }
        #expect(unicode || text.utf8.allSatisfy { $0 < 128 })
      }
    }
  }

  @Test func aPickWithConfidenceReadsWell() throws {
    let limits = FrontierLimits(
      minTpsUser: 60, maxTTFT: LatencyLimit(milliseconds: 1500, statistic: .p99), maxGPUs: 32,
      assurance: Assurance(share: 0.9))
    let report = try Self.report(limits: limits)
    let text = PickReport.text(try PickReport.pick(report), in: report, style: TerminalStyle(width: 100))
    let end = try #require(text.range(of: "To launch the best:"))
    try Golden.expect(String(text[..<end.lowerBound]), "pick-confidence.txt")
    for row in report.frontiers.flatMap(\.indices).map({ report.rows[$0] }) {
      #expect(limits.keepsAll(row.measurement, axis: .tpsUser))
    }
  }

  @Test func pointsWithoutIntervalsKeepNoLimitWithConfidence() throws {
    let limits = FrontierLimits(minTpsUser: 1, assurance: Assurance(share: 0.9))
    let report = try SyntheticPoints.report(SyntheticPoints.rows(60), limits: limits)
    #expect(report.frontier.isEmpty && report.missingIntervals?.points == 60)
    let text = TerminalReport.text(report, style: TerminalStyle(width: 400))
    #expect(text.contains("No point keeps the limits: none of 60 points has an interval"))
    #expect(try Self.report(limits: limits).missingIntervals == nil)
    #expect(try SyntheticPoints.report(SyntheticPoints.rows(60)).missingIntervals == nil)
  }

  @Test func columnsHoldBothEnds() throws {
    let report = try Self.report()
    let header = CSVExport.header.split(separator: ",").map(String.init)
    let record = CSVExportTests.parse(CSVExport.text(report.rows.prefix(1)))[1]
    func field(_ name: String) throws -> String { record[try #require(header.firstIndex(of: name))] }
    let found = report.rows[0].measurement
    let user = try #require(FrontierAxis.tpsUser.interval(of: found))
    #expect(try Double(field("tps_user_p05")) == user.low && Double(field("tps_user_p95")) == user.high)
    #expect(user.low < found.tpsUser && user.high > found.tpsUser)
    #expect(try Double(field("ttft_p05")) == found.intervals?.ttftMs.p05)
    #expect(try field("calibration") == found.intervals?.level.name)
    let bare = CSVExportTests.parse(CSVExport.text(SyntheticPoints.rows(1)))[1]
    for name in header where name.hasSuffix("_p05") || name.hasSuffix("_p95") || name == "calibration" {
      #expect(bare[try #require(header.firstIndex(of: name))].isEmpty || name.contains("_ms_"), "\(name)")
    }
  }

  @Test func theJSONSaysTheConfidence() throws {
    let limits = FrontierLimits(minTpsUser: 20, assurance: Assurance(share: 0.95))
    let object = try JSONSerialization.jsonObject(
      with: Data(JSONExport.text(try Self.report(limits: limits)).utf8))
    let root = try #require(object as? [String: Any])
    let said = try #require((root["question"] as? [String: Any])?["limits"] as? [String: Any])
    #expect(said["confidence"] as? Double == 0.95)
    let first = try #require((root["frontier"] as? [[String: Any]])?.first)
    #expect(try #require(first["tps_user_p05"] as? Double) < #require(first["tps_user"] as? Double))
  }

  @Test func thePageHoldsThemForPointsWithDetails() throws {
    let root = try HTMLExportTests.data(HTMLExport.text(try Self.report()))
    let details = try #require((root["details"] as? [String: Any])?["points"] as? [Int])
    let intervals = try #require(root["intervals"] as? [String: Any])
    let values = try #require((intervals["values"] as? String).flatMap { Data(base64Encoded: $0) })
    #expect(values.count == details.count * 8 * 4)
    let plain = try HTMLExportTests.data(
      HTMLExport.text(try SyntheticPoints.report(SyntheticPoints.rows(60))))
    #expect(plain["intervals"] is NSNull)
  }

  @Test func theNotebookDrawsErrorBars() throws {
    let with = NotebookExport.text(try Self.report())
    #expect(with.contains("ax.errorbar(") && with.contains("calibration"))
    let without = NotebookExport.text(try SyntheticPoints.report(SyntheticPoints.rows(60)))
    #expect(!without.contains("errorbar") && !without.contains("calibration"))
  }
}
