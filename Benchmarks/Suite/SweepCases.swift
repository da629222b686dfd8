import ResultStore
import ServingModel
import SimulatorBenchmark
import SweepEngine

/// Sweeps from space to SQLite.
enum SweepCases {
  static let all = [
    BenchmarkCase(name: "sweep-real") { try await real($0) },
    BenchmarkCase(name: "sweep-free") { try await free($0) },
  ]

  /// The default question's space, sampled.
  private static func real(_ effort: Effort) async throws -> [Figure] {
    let space = try DefaultQuestion.space()
    let budget = UInt64(effort.pick(4_000, quick: 800))
    return try await figures("sweep of the default question's space", effort) { store, workers in
      try await sweep(SimulatorBenchmark(), store, workers) {
        try SpacePointSource(space: space, search: "sobol", budget: budget, seed: 1)
      }
    }
  }

  /// A benchmark that costs next to nothing: what is left is the way from the space into the store.
  private static func free(_ effort: Effort) async throws -> [Figure] {
    let space = try WideSpace(models: 1, lengths: effort.pick(2, quick: 1)).load()
    let grid = try await figures("sweep with a free benchmark", effort) { store, workers in
      try await sweep(FreeBenchmark(), store, workers) {
        try SpacePointSource(space: space, search: "grid")
      }
    }
    let sampled = try await figures("sobol sample with a free benchmark", effort) { store, workers in
      try await sweep(FreeBenchmark(), store, workers) {
        try SpacePointSource(space: space, search: "sobol", budget: 50_000)
      }
    }
    return grid + sampled
  }

  private static func sweep(
    _ benchmark: any Benchmark, _ store: ResultStore, _ workers: Int, _ source: () throws -> any PointSource
  ) async throws -> Int {
    var options = SweepOptions()
    options.workers = workers
    let sweep = Sweep(
      benchmark: benchmark, store: store, identity: RunIdentity(spaceName: "benchmark", spaceText: ""),
      options: options)
    nonisolated(unsafe) let stream = try source()
    return try await sweep.run(stream).run.counters.done
  }

  private static func figures(
    _ name: String, _ effort: Effort, _ run: (ResultStore, Int) async throws -> Int
  ) async throws -> [Figure] {
    try await TemporaryFolder.with { path in
      var rates: [(wall: Double, cpu: Double)] = []
      for workers in [1, 2] {
        var runs: [(wall: Double, cpu: Double)] = []
        for attempt in 0..<effort.pick(3, quick: 1) {
          let store = try ResultStore(path: path("sweep-\(workers)-\(attempt).sqlite"))
          let start = (ContinuousClock.now, CPUTime.seconds)
          let done = Double(try await run(store, workers))
          runs.append(
            (done / ((ContinuousClock.now - start.0) / .seconds(1)), done / (CPUTime.seconds - start.1)))
          try store.close()
        }
        rates.append((runs.map(\.wall).median, runs.map(\.cpu).median))
      }
      return [
        Figure("\(name), 1 worker: wall", rates[0].wall, "points/s"),
        Figure(
          "\(name), 2 workers: wall", rates[1].wall, "points/s", baseline: "1 worker",
          ratio: rates[1].wall / rates[0].wall),
        Figure("\(name), 1 worker: CPU", rates[0].cpu, "points/CPU-s"),
        Figure(
          "\(name), 2 workers: CPU", rates[1].cpu, "points/CPU-s", baseline: "1 worker",
          ratio: rates[1].cpu / rates[0].cpu),
      ]
    }
  }
}
