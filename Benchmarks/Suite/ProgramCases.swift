import Foundation

/// The program as a user starts it.
enum ProgramCases {
  /// The question that the nearest peer is asked too; see `Benchmarks/peers`.
  static let peersQuestion = ["frontier", "--isl", "8150", "--osl", "1024", "--space", "deepseek-r1-h200"]

  static let all: [BenchmarkCase] =
    [("1e4", 10_000), ("1e5", 100_000), ("1e6", 1_000_000)].map { label, count in
      BenchmarkCase(name: "cold-start-\(label)", isQuick: count < 100_000) {
        try await coldStart(label, count, $0)
      }
    } + [
      BenchmarkCase(name: "version") { effort in
        [try median("explore --version", ["--version"], effort, runs: 5)]
      },
      BenchmarkCase(name: "peers-question") { try await question($0) },
    ]

  /// An answer from a stored run, the store not in use before.
  private static func coldStart(_ label: String, _ count: Int, _ effort: Effort) async throws -> [Figure] {
    try await TemporaryFolder.with { path in
      let store = path("store.sqlite")
      let made = try ChildProcess.run(ChildProcess.ownPath, ["make-store", store, String(count)])
      guard made.status == 0 else { throw BenchmarkFailure("the store could not be made") }
      let size = try FileManager.default.attributesOfItem(atPath: store)[.size] as? Int ?? 0
      let answer = try median(
        "explore frontier --run 1, \(label) stored points",
        ["frontier", "--run", "1", "--isl", "8150", "--osl", "1024", "--store", store, "--quiet"], effort,
        runs: count < 1_000_000 ? 5 : 3, goal: count == 1_000_000 ? .atMost(0.3) : nil)
      return [
        answer,
        Figure("store of \(label) points", Double(size) / Double(count), "bytes/point"),
      ]
    }
  }

  private static func question(_ effort: Effort) async throws -> [Figure] {
    try await TemporaryFolder.with { path in
      var next = 0
      func figure(_ name: String, _ extra: [String], goal: Figure.Goal? = nil) throws -> Figure {
        try median(name, [], effort, runs: 7, goal: goal) {
          next += 1
          return peersQuestion + extra + ["--store", path("empty-\(next).sqlite"), "--quiet"]
        }
      }
      return [
        try figure("peer's question, 3,647 points, empty store", [], goal: .atMost(0.45)),
        try figure("the same, screened by estimates", ["--screen", "0.15"]),
      ]
    }
  }

  /// Median wall seconds of a command, and the most memory that one of its runs took.
  /// - Parameter line: the arguments of each run; nil: `arguments`.
  private static func median(
    _ name: String, _ arguments: [String], _ effort: Effort, runs: Int, goal: Figure.Goal? = nil,
    line: (() -> [String])? = nil
  ) throws -> Figure {
    let all = try (0..<effort.pick(runs, quick: 1)).map { _ in
      let child = try ChildProcess.run(ChildProcess.explorePath, line?() ?? arguments)
      guard child.status == 0 else { throw BenchmarkFailure("\(name) ended with \(child.status)") }
      return child
    }
    let cpu = FigureTable.number(all.map(\.cpuSeconds).median)
    var figure = Figure("\(name) (\(cpu) CPU s)", all.map(\.wallSeconds).median, "s wall", goal: goal)
    figure.peakMB = all.map(\.peakMB).max()
    return figure
  }
}
