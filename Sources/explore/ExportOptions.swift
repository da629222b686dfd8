import ArgumentParser
import Foundation
import Reporting
import SweepEngine

/// Files to write beside what is printed.
struct ExportOptions: ParsableArguments {
  @Option(help: "Write all evaluated points as CSV.", completion: .file())
  var csv: String?

  @Option(help: "Write an interactive page that opens offline.", completion: .file())
  var html: String?

  @Option(help: "Write a notebook and its data to notebooks-export/NAME.")
  var notebook: String?

  /// Finds out before the work whether the files can be written, so that no sweep ends in an error.
  func check() throws {
    for (option, path) in [("--csv", csv), ("--html", html)] {
      guard let path else { continue }
      if path.isEmpty { throw UsageError("\(option) ``: the path of a file is needed") }
      try AtomicFile.check(path)
    }
    if let csv, csv == html { throw UsageError("--csv and --html both name \(csv): give two files") }
    guard let notebook else { return }
    guard !notebook.isEmpty, !notebook.contains("/"), notebook != ".", notebook != ".." else {
      throw UsageError("--notebook `\(notebook)`: a name without slashes is needed")
    }
    try NotebookExport.check(name: notebook, in: Self.notebooks)
  }

  func write(_ result: Answer.Result) throws {
    if let csv {
      try CSVExport.write(to: csv, rows: result.forEachRow)
      wrote(csv)
    }
    if let html {
      try AtomicFile.write(HTMLExport.text(result.report), to: html)
      wrote(html)
    }
    if let notebook {
      wrote(
        try NotebookExport.write(
          result.report, name: notebook, in: Self.notebooks, rows: result.forEachRow))
    }
  }

  private static let notebooks = "notebooks-export"

  private func wrote(_ path: String) { StandardError.write("wrote \(path)\n") }
}
