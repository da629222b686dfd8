import ArgumentParser
import Foundation
import ServingModel

/// The command line: parse, call, print.
@main
struct Explore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract:
      "Finds the best deployments of a language model: throughput per GPU against throughput per user.",
    discussion: """
      Examples:
        explore frontier --isl 8150 --osl 1024
        explore frontier --isl 1024 --osl 1024 --model meta-llama/Llama-3.1-70B --gpu h200_sxm --engine vllm
        explore pick --isl 8150 --osl 1024 --min-tps-user 40 --max-ttft-p99 5000 --max-gpus 32
        explore sweep spaces/deepseek-r1.yaml --search sobol --budget 2000 --seed 7
        explore predict --in points.csv --out predictions.csv
        explore space list
      """,
    version: ProgramVersion.current,
    subcommands: [
      FrontierCommand.self, PickCommand.self, SweepCommand.self, SpaceCommand.self, RunsCommand.self,
      PredictCommand.self, CalibrateCommand.self, ValidateCommand.self,
    ])

  /// Runs the command and turns what it throws into a message and an exit code.
  static func main() async {
    // A reader that goes away (`| head`) must end neither a sweep nor the program.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(error)
    }
  }
}
