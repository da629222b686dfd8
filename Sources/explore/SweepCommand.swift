import ArgumentParser
import DesignSpace
import Foundation
import Reporting
import ResultStore
import Search
import ServingModel
import SweepEngine

struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Evaluates a space into the store. The same command again goes on where it stopped.",
    discussion: """
      Ctrl-C finishes the points in flight and stores them; a killed sweep loses at most those.

      Examples:
        explore sweep spaces/deepseek-r1.yaml
        explore sweep general-dense --search sobol --budget 5000 --seed 7
        explore sweep general-moe --screen 0.15
      """)

  @Argument(help: "A space file, or the name of a built-in space.", completion: .file(extensions: ["yaml"]))
  var space: String

  @Option(help: "grid, random, sobol or lhs.")
  var search = "grid"

  @Option(help: "Candidates at most (default: all of the space).")
  var budget: Int?

  @Option(help: "Seed of the sampling.")
  var seed: UInt64 = 0

  @Flag(help: "Make a new run even where this one is complete; stored points are reused.")
  var fresh = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var calibration: CalibrationOptions

  func validate() throws {
    if let budget, budget < 1 { throw ValidationError("--budget \(budget): at least 1 is needed") }
  }

  mutating func run() async throws {
    try Searches.check(search)
    let choice = try SpaceChoice.named(space)
    let runner = SweepRunner(
      choice: choice, search: search.lowercased(), budget: budget, screen: screen.screen,
      calibration: try calibration.choice(), seed: seed, fresh: fresh,
      store: try store.open(), workers: store.workers, progress: store.progress(json: json))
    let result = try await runner.run()
    let counters = result.run.counters
    if json {
      TerminalOutput.write(RunText.json(result.run).text(expanded: 2) + "\n")
    } else if result.outcome == .completeBefore {
      TerminalOutput.write(
        "run \(result.run.id) of this sweep is complete already; --fresh makes a new one\n")
      TerminalOutput.write(RunText.details(result.run))
    } else {
      TerminalOutput.write(RunText.details(result.run))
    }
    if counters.done == 0 {
      throw RunError("no point of the space has a result; `explore space check \(space)` tells why")
    }
  }
}
