import Foundation
import ParetoFrontier
import Reporting
import ServingModel
import Testing

@Suite struct TerminalTests {
  static func report() throws -> FrontierReport {
    try SyntheticPoints.report(SyntheticPoints.rows(900), title: "DeepSeek-R1 on three GPU types")
  }

  @Test(arguments: [80, 100, 120]) func looksAsWanted(_ width: Int) throws {
    let style = TerminalStyle(width: width, height: 24)
    try Golden.expect(TerminalReport.text(Self.report(), style: style), "terminal-\(width).txt")
  }

  @Test func looksAsWantedInColour() throws {
    let style = TerminalStyle(width: 100, height: 20, colour: true)
    try Golden.expect(TerminalReport.text(Self.report(), style: style, limit: 6), "terminal-colour.txt")
  }

  @Test func looksAsWantedInPlainASCII() throws {
    let style = TerminalStyle(width: 90, height: 20, unicode: false)
    let text = TerminalReport.text(try Self.report(), style: style, limit: 9, y: .logarithmic)
    try Golden.expect(text, "terminal-ascii.txt")
    #expect(text.utf8.allSatisfy { $0 < 128 })
  }

  @Test func aPickReadsWell() throws {
    let limits = FrontierLimits(
      minTpsUser: 60, maxTTFT: LatencyLimit(milliseconds: 1500, statistic: .p99), maxGPUs: 32)
    let report = try SyntheticPoints.report(
      SyntheticPoints.rows(900), limits: limits, title: "Best deployment of DeepSeek-R1")
    let pick = try PickReport.pick(report)
    try Golden.expect(PickReport.text(pick, in: report, style: TerminalStyle(width: 100)), "pick.txt")
  }

  @Test func noLineIsWiderThanTheTerminal() throws {
    let report = try Self.report()
    for width in stride(from: 60, through: 200, by: 7) {
      for unicode in [true, false] {
        let style = TerminalStyle(width: width, height: 12 + width / 8, unicode: unicode)
        for line in TerminalReport.text(report, style: style).split(separator: "\n") {
          #expect(line.unicodeScalars.count <= width, "\(width): \(line)")
        }
      }
    }
  }

  @Test func aLimitThatNothingKeepsIsSaid() throws {
    let limits = FrontierLimits(minTpsUser: 1e9)
    let report = try SyntheticPoints.report(SyntheticPoints.rows(30), limits: limits)
    let text = TerminalReport.text(report, style: TerminalStyle())
    #expect(text.contains("No point keeps the limits"))
    let empty = try SyntheticPoints.report([])
    #expect(TerminalReport.text(empty, style: TerminalStyle()).contains("No point"))
  }

  @Test func longQueuesOnTheFrontierAreSaid() throws {
    let report = try Self.report()
    var rows = report.rows
    for index in rows.indices { rows[index].measurement.ttftMs.p50 = 20_000 }
    func text(_ limits: FrontierLimits) throws -> String {
      var question = report.question
      question.limits = limits
      let waiting = try FrontierReport(
        question: question, rows: rows, counts: report.counts, provenance: report.provenance)
      return TerminalReport.text(waiting, style: TerminalStyle(width: 200))
    }
    #expect(try text(FrontierLimits()).contains("TTFT p50 is above 10 s at "))
    let limit = LatencyLimit(milliseconds: 30_000, statistic: .p99)
    #expect(try !text(FrontierLimits(maxTTFT: limit)).contains("TTFT p50 is above"))
  }

  @Test func controlCharactersDoNotReachTheTerminal() throws {
    let rows = SyntheticPoints.rows(30, model: "evil\u{1b}[2J\u{7}")
    let report = try SyntheticPoints.report(rows, title: "evil\u{1b}]0;title\u{7}")
    let text = TerminalReport.text(report, style: TerminalStyle())
    #expect(!text.unicodeScalars.contains("\u{1b}") && !text.unicodeScalars.contains("\u{7}"))
  }

  @Test func theEnvironmentDecidesOnColourAndShapes() {
    func style(_ environment: [String: String], terminal: Bool = true) -> TerminalStyle {
      TerminalStyle(environment: environment, isTerminal: terminal, width: 80, height: 24)
    }
    #expect(style(["LANG": "en_GB.UTF-8"]).colour && style(["LANG": "en_GB.UTF-8"]).unicode)
    #expect(!style(["NO_COLOR": "1"]).colour && style(["NO_COLOR": ""]).colour)
    #expect(!style(["TERM": "dumb"]).colour && !style([:], terminal: false).colour)
    #expect(!style(["LC_ALL": "C"]).unicode)
  }
}
