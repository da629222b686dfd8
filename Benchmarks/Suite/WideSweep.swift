import ArgumentParser
import DesignSpace
import Foundation
import ResultStore
import SweepEngine

/// A sweep of millions of points with a benchmark that costs nothing, to stop and resume at will.
struct WideSweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wide-sweep",
    abstract: "Sweep a wide space with a free benchmark into a store; the same command goes on.")

  @Argument(help: "SQLite file.")
  var store: String

  @Option(help: "Points at a time.")
  var workers = 2

  @Option(help: "Models of the space, 1 to 8.")
  var models = 5

  @Option(help: "Prompt and answer lengths, 1 to 6 each.")
  var lengths = 6

  mutating func run() async throws {
    let space = try WideSpace(models: models, lengths: lengths).load()
    let start = (ContinuousClock.now, CPUTime.seconds)
    let results = try ResultStore(path: store)
    var options = SweepOptions()
    options.workers = workers
    let interruption = Interruption()
    let watch = SignalWatch(interruption)
    let display = ProgressDisplay(.lines(everySeconds: 2))
    let sweep = Sweep(
      benchmark: FreeBenchmark(), store: results,
      identity: RunIdentity(spaceName: space.name, spaceText: "\(space.contentHash)"), options: options)
    let result = try await sweep.run(
      try SpacePointSource(space: space, search: "grid"), interruption: interruption
    ) { display.show($0) }
    withExtendedLifetime(watch) {}
    try results.close()
    let progress = result.progress
    print(
      "\(result.outcome): \(progress.measured) measured, \(progress.reused) stored before, "
        + "\(progress.rejectedCount) rejected; \((ContinuousClock.now - start.0) / .seconds(1)) s wall, "
        + "\(CPUTime.seconds - start.1) s CPU")
  }
}
