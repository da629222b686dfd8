import ArgumentParser
import Reporting
import SweepEngine

struct FrontierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "The frontier of throughput per GPU against throughput per user.",
    discussion: """
      Answers from the store where it holds the points, else sweeps the space through the simulator first.

      Examples:
        explore frontier --isl 8150 --osl 1024
        explore frontier --isl 8150 --osl 1024 --gpu gb200,b200 --min-tps-user 30 --max-gpus 32
        explore frontier --isl 1024 --osl 1024 --model Qwen3-32B --gpu h100 --html f.html --csv f.csv
        explore frontier --isl 1024 --osl 1024 --model path/to/config.json --gpu b200 --engine vllm --json
      """)

  @OptionGroup var question: QuestionOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var exports: ExportOptions
  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Show every point of the frontier in the table.")
  var all = false

  mutating func run() async throws {
    try exports.check()
    let answer = Answer(
      question: question, limits: limits, storeOptions: store,
      purpose: exports.html == nil ? .frontier : .page)
    let result = try await answer.result(json: json)
    let report = result.report
    try exports.write(result)
    if json {
      if let missing = report.missingIntervals { StandardError.write("warning: \(missing)\n") }
      TerminalOutput.write(JSONExport.text(report))
    } else {
      TerminalOutput.write(
        TerminalReport.text(report, style: TerminalOutput.style(), limit: all ? nil : 24))
    }
  }
}
