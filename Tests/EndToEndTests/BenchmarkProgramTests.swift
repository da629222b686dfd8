import Foundation
import Testing

/// `make benchmark` goes on working; what it measures is no matter for tests.
@Suite struct BenchmarkProgramTests {
  /// One case of each kind that is cheap: the simulator, kernels, frontiers, an export, the store and the program.
  @Test(arguments: [
    "simulator-agg-8-mtp0", "kernel-queries", "frontier-2d-thick-1e4", "store-recorder", "cold-start-1e4",
  ])
  func aCaseGivesFigures(name: String) throws {
    let workplace = try Workplace()
    let program = try #require(ExploreProgram.url, "the programs are not built")
      .deletingLastPathComponent().appendingPathComponent("Benchmarks")
    let process = Process()
    process.executableURL = program
    process.arguments = ["--quick", "--filter", name, "--json", workplace.path("figures.json")]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let figures = try JSONSerialization.jsonObject(with: workplace.bytes("figures.json")) as? [[String: Any]]
    let first = try #require(figures?.first)
    #expect(first["name"] as? String == name)
    #expect((first["value"] as? Double ?? 0) > 0)
    #expect((first["peakMB"] as? Double ?? 0) > 1)
  }
}
