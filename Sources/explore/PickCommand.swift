import ArgumentParser
import Reporting

struct PickCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pick",
    abstract: "The best deployment under limits, two runners-up, and why.",
    discussion: """
      Examples:
        explore pick --isl 8150 --osl 1024 --min-tps-user 40
        explore pick --isl 8150 --osl 1024 --min-tps-user 40 --max-ttft-p99 5000 --max-gpus 32
      """)

  @OptionGroup var question: QuestionOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  mutating func run() async throws {
    let report = try await Answer(question: question, limits: limits, storeOptions: store).report(json: json)
    let pick = try PickReport.pick(report)
    TerminalOutput.write(
      json
        ? PickReport.json(pick, in: report)
        : PickReport.text(pick, in: report, style: TerminalOutput.style()))
  }
}
