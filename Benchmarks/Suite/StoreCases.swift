import ResultStore

/// Writing results against SQLite's C interface alone.
enum StoreCases {
  static let all = [BenchmarkCase(name: "store-recorder") { try await recorder($0) }]

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
