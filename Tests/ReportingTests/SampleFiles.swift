import Foundation
import ParetoFrontier
import Reporting
import ServingModel
import Testing

/// Writes a sample of every export, to be looked at: set `REPORT_SAMPLES` to a folder.
@Suite struct SampleFiles {
  static let folder = ProcessInfo.processInfo.environment["REPORT_SAMPLES"]

  @Test(.enabled(if: folder != nil)) func write() throws {
    let folder = try #require(Self.folder)
    let rows = SyntheticPoints.rows(20_000)
    let report = try timed("report") { try SyntheticPoints.report(rows) }
    for width in [80, 110, 140] {
      for colour in [false, true] {
        let style = TerminalStyle(width: width, height: 28, colour: colour)
        let text = timed("terminal") { TerminalReport.text(report, style: style) }
        try AtomicFile.write(text, to: "\(folder)/terminal-\(width)\(colour ? "-colour" : "").txt")
      }
    }
    let plain = TerminalStyle(width: 100, height: 28, colour: false, unicode: false)
    try AtomicFile.write(TerminalReport.text(report, style: plain), to: "\(folder)/terminal-ascii.txt")
    try timed("html") { try AtomicFile.write(HTMLExport.text(report), to: "\(folder)/frontier.html") }
    try timed("json") { try AtomicFile.write(JSONExport.text(report), to: "\(folder)/frontier.json") }
    try timed("csv") { try AtomicFile.write(CSVExport.text(report.rows), to: "\(folder)/points.csv") }
    try NotebookExport.write(report, name: "sample", in: folder) { body in
      for row in report.rows { try body(row) }
    }
    try writeOddPages(folder)
    let large = try SyntheticPoints.report(SyntheticPoints.rows(100_000))
    try timed("html of 100,000 points") {
      try AtomicFile.write(HTMLExport.text(large), to: "\(folder)/large.html")
    }
    _ = try timed("pick of 100,000 points") { try PickReport.pick(large) }
  }

  /// Pages that are easy to break: no points, one, names of all kinds, more GPU types than colours.
  private func writeOddPages(_ folder: String) throws {
    func page(_ name: String, _ report: FrontierReport) throws {
      try AtomicFile.write(HTMLExport.text(report), to: "\(folder)/page-\(name).html")
    }
    try page("empty", SyntheticPoints.report([]))
    try page("one", SyntheticPoints.report(SyntheticPoints.rows(1)))
    var rows = SyntheticPoints.rows(600)
    for index in rows.indices {
      rows[index].point.deployment.system = NastyText.all[index / 10 % NastyText.all.count]
      if index % 7 == 0 { rows[index].measurement.tpsUser = .nan }
    }
    let limits = FrontierLimits(
      minTpsUser: 60, maxTTFT: LatencyLimit(milliseconds: 2000, statistic: .p99), maxGPUs: 40)
    let name = "/models/</script><img src=x onerror=alert(1)>"
    try page("nasty", SyntheticPoints.report(rows, limits: limits, title: name))
    try page("limits", SyntheticPoints.report(SyntheticPoints.rows(9000), limits: limits))
  }

  private func timed<Result>(_ what: String, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    let result = try body()
    print("\(what): \((ContinuousClock.now - start) / .milliseconds(1)) ms")
    return result
  }
}
