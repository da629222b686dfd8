import ParetoFrontier
import ResultStore
import ServingModel

/// Writing results against SQLite's C interface alone.
enum StoreCases {
  static let all = [
    BenchmarkCase(name: "store-recorder") { try await recorder($0) },
    BenchmarkCase(name: "store-frontier", isQuick: false) { try await frontier($0) },
  ]

  /// Frontier of stored points, from opening the file to the rows of the front, in a process that has asked before.
  private static func frontier(_ effort: Effort) async throws -> [Figure] {
    let count = 250_000
    return try await TemporaryFolder.with { path in
      let made = try ChildProcess.run(
        ChildProcess.ownPath, ["make-store", path("store.sqlite"), String(count)])
      guard made.status == 0 else { throw BenchmarkFailure("the store could not be made") }
      let axes = FrontierAxes()
      var front = 0
      let seconds = try effort.seconds {
        let store = try ResultStore(path: path("store.sqlite"), access: .readOnly)
        var scan = FrontierScan(axes: axes, limits: FrontierLimits())
        var values = AxisColumns()
        try store.forEachBlock(of: 1, figures: axes.figures) { block in
          values.fill(block, axes: axes)
          scan.add(block, values: values, groups: Array(repeating: 0, count: block.count))
        }
        front = try store.details(scan.ids.flatMap { $0 }).count
      }
      precondition(front > 0)
      return [
        Figure(
          "frontier of 250,000 stored points with its \(front) rows", seconds * 1e3, "CPU ms",
          goal: .atMost(35))
      ]
    }
  }

  private static func recorder(_ effort: Effort) async throws -> [Figure] {
    try await TemporaryFolder.with { path in
      let count = effort.pick(50_000, quick: 10_000)
      let batches = Array(MadeUpResults.batches(count))
      var times: [(recorder: Double, raw: Double)] = []
      // In turns, so that both see the same machine.
      for attempt in 0..<effort.pick(3, quick: 1) {
        let recorded = path("recorder-\(attempt).sqlite")
        let store = try ResultStore(path: recorded)
        let run = try store.beginRun(
          RunIdentity(spaceName: "benchmark", spaceText: ""),
          benchmark: BenchmarkVersion(method: "simulator", version: "1")
        ).run
        let recorder = try RunRecorder(store: store, run: run)
        let time = try effort.seconds(runs: 1) {
          for batch in batches { _ = try recorder.record(batch) }
          _ = try recorder.finish(.complete)
        }
        try store.close()
        let rows = try RawRows(of: recorded, transactions: batches.count)
        let raw = effort.seconds(runs: 1) { rows.insert(into: path("raw-\(attempt).sqlite")) }
        times.append((time, raw))
      }
      let raw = times.map(\.raw).median
      let recorder = times.map(\.recorder).median
      return [
        Figure("raw sqlite3 C inserts of the same rows and indexes", Double(count) / raw, "points/CPU-s"),
        Figure(
          "recorder", Double(count) / recorder, "points/CPU-s", baseline: "raw sqlite3 C inserts",
          ratio: raw / recorder, goal: .ratioAtLeast(0.5)),
      ]
    }
  }
}
