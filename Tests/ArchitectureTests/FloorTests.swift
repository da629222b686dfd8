import Foundation
import Testing

/// A module imports only modules on floors below its own (docs/developers.md).
@Suite struct FloorTests {
  private static let floors = [
    "EmbeddedData": -1, "ServingModel": 0, "Calibration": 1, "DesignSpace": 1, "KernelTiming": 1,
    "ParetoFrontier": 1, "Search": 1, "ServingSimulator": 1, "ResultStore": 2, "SimulatorBenchmark": 2,
    "Reporting": 3, "SweepEngine": 3, "PackKernels": 4, "explore": 4,
  ]

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  @Test func everyModuleHasAFloor() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
      .filter { !$0.hasPrefix(".") }
    #expect(Set(folders) == Set(Self.floors.keys))
  }

  @Test(arguments: floors.keys.sorted()) func importsPointDown(module: String) throws {
    let folder = Self.sources.appending(path: module)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let own = try #require(Self.floors[module])
    var swiftFiles = 0
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      swiftFiles += 1
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let word = words.firstIndex(of: "import"), word <= 1, words.count == word + 2,
          let floor = Self.floors[String(words[word + 1])]
        else { continue }
        #expect(floor < own, "\(file.lastPathComponent) of floor \(own): \(line)")
      }
    }
    #expect(swiftFiles > 0 || module == "EmbeddedData")
  }
}
