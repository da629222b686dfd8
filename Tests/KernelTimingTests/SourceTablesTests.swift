import Foundation
import ServingModel
import Testing

@testable import KernelTiming

/// Compares the packed tables with the source files where those lie beside the project.
private let sourceFolder: URL? = {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.deletingLastPathComponent().appending(path: "shared/data/kernels")
  return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}()

@Suite struct SourceTablesTests {
  @Test(.enabled(if: sourceFolder != nil)) func rowsOfTheSourceComeBack() throws {
    let folder = try #require(sourceFolder)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "gzip -dc '\(folder.path)/generation_mla.csv.gz' | awk 'NR % 97 == 2'"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var checked = 0
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ",").map(String.init)
      guard let system = KernelCode.system(fields[0]), fields[1] == "trtllm" else { continue }
      let cache = fields[4] == "fp8" ? 1 : 0
      let key = [system, 0, cache, try #require(Int(fields[5]))]
      let grid = try #require(PackedTables.embedded.grid(.generationMLA, key))
      let batch = try #require(Double(fields[6]))
      let cached = try #require(Double(fields[7])) + #require(Double(fields[9]))
      let time = grid.time(y: batch, x: cached) { $0 * $1 }
      #expect(time.confidence == .measured)
      let source = try #require(Double(fields[10]))
      #expect(abs(time.milliseconds / source - 1) < 2e-4)
      checked += 1
    }
    #expect(checked > 50)
  }
}
