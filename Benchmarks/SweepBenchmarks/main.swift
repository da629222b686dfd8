// The way from a space into the store, with a benchmark that costs nothing.
//
//   SweepBenchmarks                          a table: 1 and 2 workers
//   SweepBenchmarks STORE [WORKERS] [MODELS] [LENGTHS] [SEARCH BUDGET]
//                                            one sweep of the wide space, resumed where it was interrupted
import DesignSpace
import Foundation
import SweepEngine

func line(_ name: String, _ measured: SweepMeasurement) {
  print(
    name.padding(toLength: 24, withPad: " ", startingAt: 0)
      + String(
        format: "%10d points %8.2f s %8.2f CPU-s %9.0f points/s %9.0f points/CPU-s %9.0f places/s %6.0f MB",
        measured.points, measured.wallSeconds, measured.cpuSeconds, measured.pointsPerSecond,
        measured.pointsPerCPUSecond, measured.placesPerSecond, measured.peakMegabytes))
}

func table() async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "sweep-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let space = try WideSpace(models: 1, lengths: 3).load()
  for workers in [1, 2] {
    let store = folder.appending(path: "\(workers).sqlite").path
    line("\(workers) worker(s)", try await SweepMeasurement.run(space, store: store, workers: workers))
  }
  for search in ["random", "sobol", "lhs"] {
    let store = folder.appending(path: "\(search).sqlite").path
    line(
      "\(search), 100,000 places",
      try await SweepMeasurement.run(space, store: store, workers: 2, search: search, budget: 100_000))
  }
}

func single(_ arguments: [String]) async throws {
  let numbers = arguments.map { Int($0) ?? 0 }
  let space = try WideSpace(
    models: numbers.count > 2 ? numbers[2] : 8, lengths: numbers.count > 3 ? numbers[3] : 6
  ).load()
  print("\(space.name): \(space.count) places")
  let interruption = Interruption()
  let watch = SignalWatch(interruption)
  let display = ProgressDisplay(.lines(everySeconds: 2))
  let measured = try await SweepMeasurement.run(
    space, store: arguments[0], workers: numbers.count > 1 ? numbers[1] : 2,
    search: arguments.count > 5 ? arguments[4] : "grid",
    budget: arguments.count > 5 ? UInt64(arguments[5]) : nil, interruption: interruption
  ) { display.show($0) }
  withExtendedLifetime(watch) {}
  let progress = measured.result.progress
  print(
    "\(measured.result.outcome): \(progress.measured) measured, \(progress.reused) stored before, "
      + "\(progress.rejectedCount) rejected")
  line("\(measured.workers) worker(s)", measured)
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.isEmpty { try await table() } else { try await single(arguments) }
