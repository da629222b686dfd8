import ArgumentParser
import Reporting
import ResultStore

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "The sweeps in the store.",
    discussion: """
      Examples:
        explore runs list
        explore runs show 3
        explore runs rm 3
      """,
    subcommands: [List.self, Show.self, Remove.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One line a run, latest first.", discussion: "Example:\n  explore runs list")
    @OptionGroup var store: StoreOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let store = try store.openExisting()
      let runs = try store.runs()
      if json {
        let items = runs.map { RunText.json($0, isInUse: store.isInUse($0.id)) }
        TerminalOutput.write(JSONText.array(items).text(expanded: 1) + "\n")
      } else if runs.isEmpty {
        TerminalOutput.write(
          "no runs in \(store.path) yet; `explore frontier` or `explore sweep` makes one\n")
      } else {
        TerminalOutput.write(RunText.list(runs) { store.isInUse($0.id) })
      }
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Forgets a run. Points that other runs share stay.",
      discussion: "Example:\n  explore runs rm 3")
    @Argument(help: "Number of the run.") var number: Int64
    @OptionGroup var store: StoreOptions

    func run() throws {
      // A store that is not there is a mistake here, not a reason to make one.
      _ = try store.openExisting()
      try store.open().removeRun(number)
      TerminalOutput.write("removed run \(number)\n")
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One run: what it swept, how far it is, what failed and why.",
      discussion: "Example:\n  explore runs show 3 --space")
    @Argument(help: "Number of the run.") var number: Int64
    @Flag(help: "Print the space file that the run was made from.") var space = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var store: StoreOptions

    mutating func run() throws {
      let store = try store.openExisting()
      let found = try store.run(number)
      let isInUse = store.isInUse(number)
      if json {
        TerminalOutput.write(RunText.json(found, isInUse: isInUse).text(expanded: 2) + "\n")
      } else if space {
        TerminalOutput.write(found.identity.spaceText)
      } else {
        TerminalOutput.write(RunText.details(found, isInUse: isInUse))
        try showFailures(store)
      }
    }

    private func showFailures(_ store: ResultStore) throws {
      let failures = Dictionary(grouping: try store.failures(of: number)) { $0.reason }
      guard !failures.isEmpty else { return }
      TerminalOutput.write("failures\n")
      for (reason, points) in failures.sorted(by: { $0.value.count > $1.value.count }).prefix(20) {
        TerminalOutput.write("  \(RunText.pad("\(points.count)", 7, right: true))  \(reason)\n")
      }
    }
  }
}
