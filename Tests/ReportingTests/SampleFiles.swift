import Foundation
import Reporting
import Testing

/// Writes a sample of every export, to be looked at: set `REPORT_SAMPLES` to a folder.
@Suite struct SampleFiles {
  static let folder = ProcessInfo.processInfo.environment["REPORT_SAMPLES"]

  @Test(.enabled(if: folder != nil)) func write() throws {
    let folder = try #require(Self.folder)
    let report = try SyntheticPoints.report(SyntheticPoints.rows(20000))
    for width in [80, 110, 140] {
      for colour in [false, true] {
        let style = TerminalStyle(width: width, height: 28, colour: colour)
        let text = TerminalReport.text(report, style: style)
        try AtomicFile.write(text, to: "\(folder)/terminal-\(width)\(colour ? "-colour" : "").txt")
      }
    }
    let plain = TerminalStyle(width: 100, height: 28, colour: false, unicode: false)
    try AtomicFile.write(TerminalReport.text(report, style: plain), to: "\(folder)/terminal-ascii.txt")
    try NotebookExport.write(report, name: "sample", in: folder)
    try AtomicFile.write(CSVExport.text(report.rows), to: "\(folder)/points.csv")
    try AtomicFile.write(HTMLExport.text(report), to: "\(folder)/frontier.html")
    try AtomicFile.write(JSONExport.text(report), to: "\(folder)/frontier.json")
  }
}
