import ArgumentParser

/// Measures the program on this machine: `make benchmark`.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Rates, times and memory of every part, with ratios to baselines of the same run.",
    discussion: """
      Examples:
        Benchmarks
        Benchmarks --quick
        Benchmarks --filter frontier --json frontier.json
      """,
    subcommands: [
      RunCases.self, RunCase.self, MakeStore.self, WritePoints.self, ReadPoints.self, WideSweep.self,
    ],
    defaultSubcommand: RunCases.self)
}
