import ArgumentParser
import Calibration
import Foundation
import Reporting
import ServingModel
import ServingSimulator
import SimulatorBenchmark
import SweepEngine

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Errors of the simulator against measured rows.",
    discussion: """
      Simulates whole runs as benchmark clients measure them, ramp and tail included, and compares mean TTFT and
      TPOT. The columns of the file are described in docs/validation.md.

      Example:
        explore validate --measured measured.csv --out predictions.csv
      """)

  @Option(help: "CSV file of measured rows.", completion: .file(extensions: ["csv"]))
  var measured: String

  @Option(help: "Write each row's prediction beside its measurement as CSV.")
  var out: String?

  @Option(help: "Requests per client in the simulated runs.")
  var requestsPerClient = 10

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if requestsPerClient < 1 { throw ValidationError("--requests-per-client: at least 1 is needed") }
  }

  mutating func run() async throws {
    if let out { try AtomicFile.check(out) }
    let table = try table()
    let benchmark = SimulatorBenchmark(
      limits: SimulationLimits(window: .wholeRun, requestsPerClient: requestsPerClient))
    var rows: [ValidatedRow] = []
    var failures: [String: Int] = [:]
    var refused: [String: Int] = [:]
    for row in table.rows {
      if let rejection = try rejection(of: row) { refused[rejection.rule.rawValue, default: 0] += 1 }
      do throws(PointFailure) {
        rows.append(ValidatedRow(measured: row, prediction: try benchmark.simulate(row.point)))
      } catch {
        failures[error.reason, default: 0] += 1
      }
    }
    for problem in table.problems {
      failures["column `\(problem.column)`: \(problem.reason)", default: 0] += 1
    }
    guard !rows.isEmpty else {
      throw UsageError("\(measured): no row can be predicted" + (failures.first.map { "; \($0.key)" } ?? ""))
    }
    let validation = Validation(rows)
    if let out { try AtomicFile.write(ValidationText.csv(rows), to: out) }
    TerminalOutput.write(json ? ValidationText.json(validation) : ValidationText.table(validation))
    for (reason, count) in failures.sorted(by: { $0.value > $1.value }) {
      StandardError.write("\(count) rows left out: \(reason)\n")
    }
    // These ran, so the rule is too strict for them, or the label is wrong.
    for (rule, count) in refused.sorted(by: { $0.key < $1.key }) {
      StandardError.write("\(count) measured rows would be rejected by the rule \(rule)\n")
    }
  }

  private func rejection(of row: MeasuredRow) throws -> Rejection? {
    let deployment = row.point.deployment
    let rules = DeploymentRules(
      system: try Catalogue.system(deployment.system), model: try Catalogue.model(deployment.model))
    return rules.firstRejection(of: row.point)
  }

  private func table() throws -> MeasuredTable {
    let text = try InputFile.text(measured, what: "file of measured rows")
    do {
      return try MeasuredTable(csv: text)
    } catch {
      throw UsageError("\(measured): \(error)")
    }
  }
}
