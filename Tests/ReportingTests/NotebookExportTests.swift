import Foundation
import Reporting
import Testing

@Suite struct NotebookExportTests {
  @Test func isAValidNotebook() throws {
    let rows = SyntheticPoints.rows(60, model: NastyText.all[9])
    let text = NotebookExport.text(try SyntheticPoints.report(rows, title: "a \"quoted\" \\ title"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let root = try #require(object as? [String: Any])
    #expect(root["nbformat"] as? Int == 4 && root["nbformat_minor"] as? Int == 5)
    #expect(root["metadata"] is [String: Any])
    let cells = try #require(root["cells"] as? [[String: Any]])
    let ids = cells.compactMap { $0["id"] as? String }
    #expect(ids.count == cells.count && Set(ids).count == ids.count)
    for cell in cells {
      let kind = try #require(cell["cell_type"] as? String)
      #expect(cell["metadata"] is [String: Any] && cell["source"] is [String])
      #expect((cell["outputs"] is [Any]) == (kind == "code"))
      #expect(cell.keys.contains("execution_count") == (kind == "code"))
    }
  }

  @Test func bothFilesAreWritten() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let report = try SyntheticPoints.report(SyntheticPoints.rows(30))
    let path = try NotebookExport.write(report, name: "first", in: folder) { body in
      for row in report.rows { try body(row) }
    }
    #expect(path == folder + "/first/frontier.ipynb")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/first")
    #expect(names.sorted() == ["frontier.ipynb", "points.csv"])
    let data = try String(contentsOfFile: folder + "/first/points.csv", encoding: .utf8)
    #expect(data == CSVExport.text(report.rows))
  }

  @Test func aFileInTheWayOfTheFolderIsSaid() throws {
    try AtomicFileTests.inFolder { folder in
      try AtomicFile.write("text", to: folder + "/taken")
      let report = try SyntheticPoints.report(SyntheticPoints.rows(10))
      #expect(throws: ExportError.self) {
        try NotebookExport.write(report, name: "taken", in: folder) { _ in }
      }
      #expect(throws: ExportError.self) {
        try NotebookExport.write(report, name: "name", in: folder + "/taken") { _ in }
      }
    }
  }
}
