import DesignSpace
import Foundation
import ResultStore
import SweepEngine

/// One sweep of a space with a benchmark that costs nothing, and what it took.
struct SweepMeasurement {
  var workers: Int
  var result: SweepResult
  var wallSeconds: Double
  var cpuSeconds: Double
  /// Of the process, which may have done more than this sweep, MB.
  var peakMegabytes: Double

  var points: Int { result.progress.points }
  var pointsPerCPUSecond: Double { Double(points) / cpuSeconds }
  var pointsPerSecond: Double { Double(points) / wallSeconds }
  var placesPerSecond: Double { Double(result.progress.places) / wallSeconds }

  /// Sweeps the space into the store at `path`, or goes on with a sweep that was interrupted there.
  /// - Parameters:
  ///   - search, budget: as `explore sweep` has them.
  ///   - onProgress: called ten times a second at most.
  static func run(
    _ space: Space, store path: String, workers: Int, search: String = "grid", budget: UInt64? = nil,
    interruption: Interruption = Interruption(),
    onProgress: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws -> SweepMeasurement {
    let before = ProcessUsage.now()
    let start = ContinuousClock.now
    let store = try ResultStore(path: path)
    var options = SweepOptions()
    options.workers = workers
    var identity = RunIdentity(spaceName: space.name, spaceText: "\(space.contentHash)", search: search)
    identity.budget = budget.map(Int.init)
    let source = try SpacePointSource(space: space, search: search, budget: budget)
    let sweep = Sweep(benchmark: FreeBenchmark(), store: store, identity: identity, options: options)
    let result = try await sweep.run(source, interruption: interruption, onProgress: onProgress)
    try store.close()
    let after = ProcessUsage.now()
    return SweepMeasurement(
      workers: workers, result: result, wallSeconds: (ContinuousClock.now - start) / .seconds(1),
      cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakMegabytes: after.peakMegabytes)
  }
}
