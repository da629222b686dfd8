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
    let answer = Answer(question: question, limits: limits, storeOptions: store, purpose: .pick)
    let result = try await answer.result(json: json)
    let report = result.report
    let pick = try PickReport.pick(report, census: result.census)
    TerminalOutput.write(
      json
        ? PickReport.json(pick, in: report)
        : PickReport.text(pick, in: report, style: TerminalOutput.style()))
  }
}
