internal import Foundation
internal import ParetoFrontier
internal import ServingModel

/// A notebook that redraws the frontier with pandas and matplotlib, and the CSV file that it reads.
public enum NotebookExport {
  /// The notebook, nbformat 4.5, not executed.
  public static func text(_ report: FrontierReport) -> String { notebook(report).text(expanded: 4) + "\n" }

  /// Writes the notebook and its data into `folder/name`, which is created where it is missing.
  /// - Parameter rows: calls its argument with every point.
  /// - Throws: ``ExportError``, or what `rows` throws.
  /// - Returns: the path of the notebook.
  @discardableResult
  public static func write(
    _ report: FrontierReport, name: String, in folder: String,
    rows: ((ReportRow) throws -> Void) throws -> Void
  ) throws -> String {
    let target = (folder as NSString).appendingPathComponent(name)
    try createFolder(target)
    // The data first: a notebook that is there finds what it reads.
    try CSVExport.write(to: (target as NSString).appendingPathComponent("points.csv"), rows: rows)
    let path = (target as NSString).appendingPathComponent("frontier.ipynb")
    try AtomicFile.write(text(report), to: path)
    return path
  }

  /// Finds out before long work whether `folder/name` could be written, and writes nothing.
  /// - Throws: ``ExportError``
  public static func check(name: String, in folder: String) throws(ExportError) {
    var path = (folder as NSString).appendingPathComponent(name)
    var isDirectory: ObjCBool = false
    while !FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      let parent = (path as NSString).deletingLastPathComponent
      path = parent.isEmpty ? "." : parent
    }
    guard isDirectory.boolValue else { throw inTheWay(path) }
    guard FileManager.default.isWritableFile(atPath: path) else {
      throw ExportError(.notWritable, path: path)
    }
  }

  private static func inTheWay(_ path: String) -> ExportError {
    ExportError(.other, path: path, detail: "a file of this name is in the way of the folder")
  }

  /// Creates a folder and those above it.
  private static func createFolder(_ path: String) throws(ExportError) {
    let parent = (path as NSString).deletingLastPathComponent
    if !parent.isEmpty && parent != path && !FileManager.default.fileExists(atPath: parent) {
      try createFolder(parent)
    }
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      return
    }
    guard mkdir(path, 0o755) == 0 else {
      throw errno == EEXIST
        ? inTheWay(path)
        : ExportError(code: errno, path: path)
    }
  }

  private static func notebook(_ report: FrontierReport) -> JSONText {
    .object([
      .init(
        "cells",
        .array([
          markdown("question", NotebookCells.question(report)),
          code("load", NotebookCells.load), code("plot", NotebookCells.plot(report)),
          markdown("table-heading", ["## Frontier points"]), code("table", NotebookCells.table(report)),
          markdown("about", NotebookCells.about(report)),
        ])),
      .init(
        "metadata",
        .object([
          .init(
            "kernelspec",
            .object([
              .init("display_name", "Python 3"), .init("language", "python"), .init("name", "python3"),
            ])),
          .init("language_info", .object([.init("name", "python")])),
        ])),
      .init("nbformat", .integer(4)),
      .init("nbformat_minor", .integer(5)),
    ])
  }

  private static func markdown(_ id: String, _ lines: [String]) -> JSONText {
    .object([
      .init("cell_type", "markdown"), .init("id", .string(id)), .init("metadata", .object([])),
      .init("source", source(lines)),
    ])
  }

  private static func code(_ id: String, _ lines: [String]) -> JSONText {
    .object([
      .init("cell_type", "code"), .init("execution_count", .null), .init("id", .string(id)),
      .init("metadata", .object([])), .init("outputs", .array([])), .init("source", source(lines)),
    ])
  }

  /// Lines as notebooks hold them: each but the last with its line end.
  private static func source(_ lines: [String]) -> JSONText {
    .array(
      lines.enumerated().map { index, line in
        .string(index + 1 < lines.count ? line + "\n" : line)
      })
  }
}
