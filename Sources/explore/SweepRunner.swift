import ArgumentParser
import DesignSpace
import Foundation
import Logging
import ResultStore
import Search
import ServingModel
import SimulatorBenchmark
import SweepEngine

/// Sends a space through the simulator into the store.
struct SweepRunner {
  var choice: SpaceChoice
  var search = "grid"
  var budget: Int?
  /// Margin of ``ScreenOptions``.
  var screen: Double?
  var calibration = CalibrationChoice.shipped
  var seed: UInt64 = 0
  var fresh = false
  var store: ResultStore
  var workers: Int?
  var progress: ProgressDisplay
  var log = Log.logger

  /// Runs the sweep, goes on with an unfinished one, or finds it complete.
  /// - Throws: ``RunError`` where nothing could be evaluated; ends the program where it was interrupted.
  func run() async throws -> SweepResult {
    var models = ModelLibrary()
    for model in choice.space.models { models.add(model) }
    let benchmark = SimulatorBenchmark(models: models, calibration: calibration)
    let stream = try SpacePointSource(
      space: choice.space, search: search, budget: budget.map(UInt64.init), seed: seed)
    let source = screened(stream, benchmark)
    let interruption = Interruption()
    let watch = SignalWatch(interruption) {
      StandardError.write("\nstopping: finishing the points in flight (again to stop at once)\n")
    }
    var options = SweepOptions()
    if let workers { options.workers = workers }
    options.fresh = fresh
    let experts = Dictionary(choice.space.models.map { ($0.name, $0.isMoE) }) { first, _ in first }
    options.isMoE = { experts[$0] ?? false }
    let sweep = Sweep(
      benchmark: benchmark, store: store, identity: identity(tables: benchmark.tablesVersion),
      options: options)
    let display = progress
    log.info(
      "sweep",
      metadata: [
        "space": "\(choice.space.name)", "places": "\(choice.space.count)", "search": "\(search)",
        "workers": "\(options.workers)", "store": "\(store.path)", "benchmark": "\(benchmark.version)",
      ])
    let result = try await sweep.run(source, interruption: interruption) { display.show($0) }
    display.clear()
    log.info(
      "swept",
      metadata: [
        "run": "\(result.run.id)", "outcome": "\(result.outcome)", "resumed": "\(result.wasResumed)",
        "measured": "\(result.progress.measured)", "reused": "\(result.progress.reused)",
        "failed": "\(result.progress.failed)", "seconds": "\(result.progress.elapsedSeconds)",
      ])
    withExtendedLifetime(watch) {}
    if result.outcome == .interrupted { interrupted(result) }
    return result
  }

  private func screened(
    _ stream: SpacePointSource, _ benchmark: SimulatorBenchmark
  ) -> any PointSource {
    guard let screen else { return stream }
    return ScreenedSource(margin: screen) {
      try? benchmark.estimate($0)
    } source: {
      stream
    }
  }

  private func identity(tables: String) -> RunIdentity {
    let space = choice.space
    return RunIdentity(
      spaceName: space.name, spaceText: choice.text,
      spaceHash: StableKey(rawValue: space.contentHash).description,
      search: search + (screen.map { " screened at \($0)" } ?? ""), budget: budget,
      seed: seed,
      programVersion: ProgramVersion.current, tablesVersion: tables,
      commandLine: CommandLine.arguments.dropFirst().joined(separator: " "), model: space.models.first?.name,
      isl: nil, osl: nil)
  }

  private func interrupted(_ result: SweepResult) -> Never {
    let done = result.run.counters.done
    StandardError.write(
      "interrupted after \(done) points, all of them stored as run \(result.run.id) in \(store.path); "
        + "the same command goes on from there\n")
    Foundation.exit(130)
  }
}
