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
    abstract: "Errors of the simulator against measured rows, and the quality of choices by it.",
    discussion: """
      Simulates whole runs as benchmark clients measure them, ramp and tail included, and compares mean TTFT and
      TPOT. The columns of the file are described in docs/validation.md.

      Examples:
        explore validate --measured measured.csv
        explore validate --measured measured.csv --out predictions.csv --html validation.html
      """)

  @Option(help: "CSV file of measured rows.", completion: .file(extensions: ["csv"]))
  var measured: String

  @Option(help: "Write each row's prediction beside its measurement as CSV.", completion: .file())
  var out: String?

  @Option(help: "Write the lines of errors and choices as CSV.", completion: .file())
  var csv: String?

  @Option(help: "Write a page with scatter plots and tables that opens offline.", completion: .file())
  var html: String?

  @Option(help: "Share of measurements that the lower bounds of choices hold for, above 0 and below 1.")
  var confidence = 0.9

  @Option(help: "Requests per client in the simulated runs.")
  var requestsPerClient = 10

  @OptionGroup var calibration: CalibrationOptions

  @Option(
    help:
      "Fit on the file itself, holding out by turns each whole `configuration`, `group` or `model`; minutes.")
  var crossValidate: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if requestsPerClient < 1 { throw ValidationError("--requests-per-client: at least 1 is needed") }
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence \(confidence): a share above 0 and below 1 is needed")
    }
    if let crossValidate, !CalibrationFit.heldOutUnits.contains(crossValidate) {
      let known = CalibrationFit.heldOutUnits.joined(separator: ", ")
      throw ValidationError("--cross-validate `\(crossValidate)`: one of \(known) is needed")
    }
    if crossValidate != nil, calibration.calibration != "shipped" {
      throw ValidationError(
        "--cross-validate fits on the file itself and --calibration names another fit: give one of them")
    }
  }

  mutating func run() async throws {
    try checkPaths()
    let table = try MeasuredFile.table(measured)
    let report = try report(table)
    for (path, text) in [
      (out, { ValidationCSV.rows(report.rows) }), (csv, { ValidationCSV.lines(report) }),
      (html, { ValidationPage.text(report) }),
    ] {
      guard let path else { continue }
      try AtomicFile.write(text(), to: path)
      StandardError.write("wrote \(path)\n")
    }
    TerminalOutput.write(
      json ? ValidationJSON.text(report) : ValidationText.text(report, style: TerminalOutput.style()))
    for count in report.leftOut { StandardError.write("\(count.rows) rows left out: \(count.reason)\n") }
    // These ran, so the rule is too strict for them, or the label is wrong.
    for count in report.rejected {
      StandardError.write("\(count.rows) measured rows would be rejected by the rule \(count.reason)\n")
    }
  }

  /// Finds out before the work whether the files can be written, and that none is written over another.
  private func checkPaths() throws {
    var taken = [(option: "--measured", path: measured)]
    for (option, path) in [("--out", out), ("--csv", csv), ("--html", html)] {
      guard let path else { continue }
      if path.isEmpty { throw UsageError("\(option) ``: the path of a file is needed") }
      if let other = taken.first(where: { Self.isSameFile($0.path, path) }) {
        throw UsageError("\(other.option) and \(option) both name \(path): give two files")
      }
      try AtomicFile.check(path)
      taken.append((option, path))
    }
  }

  /// Devices may be written twice.
  private static func isSameFile(_ left: String, _ right: String) -> Bool {
    InputFile.isSame(left, right)
      && !URL(fileURLWithPath: left).resolvingSymlinksInPath().path.hasPrefix("/dev/")
  }

  private func report(_ table: MeasuredTable) throws -> ValidationReport {
    let benchmark = SimulatorBenchmark(
      limits: SimulationLimits(window: .wholeRun, requestsPerClient: requestsPerClient),
      calibration: crossValidate == nil ? try calibration.choice() : .none)
    var refused: [String: Int] = [:]
    for row in table.rows {
      if let rejection = try rejection(of: row) { refused[rejection.rule.rawValue, default: 0] += 1 }
    }
    var predicted = try crossValidated(table, benchmark) ?? predicted(table, benchmark)
    for problem in table.problems {
      predicted.failures["column `\(problem.column)`: \(problem.reason)", default: 0] += 1
    }
    let leftOut = Self.counts(predicted.failures)
    guard !predicted.rows.isEmpty else {
      throw UsageError(
        "\(measured): no row can be predicted" + (leftOut.first.map { "; \($0.reason)" } ?? ""))
    }
    let held = crossValidate.map { ", each whole \($0) held out in turn" } ?? ""
    return ValidationReport(
      file: measured, program: ProgramVersion.current,
      benchmark: "\(benchmark.method) \(benchmark.version)\(held)",
      requestsPerClient: requestsPerClient, rows: predicted.rows,
      choices: ChoiceQuality(predicted.rows, unpredicted: predicted.missing, confidence: confidence),
      leftOut: leftOut, rejected: Self.counts(refused))
  }

  private struct Predicted {
    var rows: [ValidatedRow] = []
    var missing: [MeasuredRow] = []
    var failures: [String: Int] = [:]
  }

  private func predicted(_ table: MeasuredTable, _ benchmark: SimulatorBenchmark) -> Predicted {
    let predictions = parallelMap(table.rows) { row in
      Result { () throws(PointFailure) in
        try benchmark.simulate(row.point, engineVersion: row.engineVersion)
      }
    }
    var predicted = Predicted()
    for (row, prediction) in zip(table.rows, predictions) {
      switch prediction {
      case .success(let measurement):
        predicted.rows.append(ValidatedRow(measured: row, prediction: measurement))
      case .failure(let failure):
        predicted.missing.append(row)
        predicted.failures[failure.reason, default: 0] += 1
      }
    }
    return predicted
  }

  private func crossValidated(
    _ table: MeasuredTable, _ benchmark: SimulatorBenchmark
  ) throws -> Predicted? {
    guard let crossValidate else { return nil }
    guard table.rows.count >= CalibrationFit.fewestRows else {
      throw UsageError(
        "\(measured): \(table.rows.count) rows are too few to hold some out; at least "
          + "\(CalibrationFit.fewestRows) are needed")
    }
    let rows = CalibrationFit.heldOut(
      table.rows, by: crossValidate, simulate: CalibrateCommand.simulator(benchmark),
      progress: { StandardError.write($0 + "\n") })
    var predicted = Predicted(rows: rows)
    let missing = table.rows.count - rows.count
    if missing > 0 { predicted.failures["the simulator cannot run them"] = missing }
    return predicted
  }

  /// Most rows first.
  private static func counts(_ counts: [String: Int]) -> [ValidationReport.Count] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { .init(reason: $0.key, rows: $0.value) }
  }

  private func rejection(of row: MeasuredRow) throws -> Rejection? {
    let deployment = row.point.deployment
    let rules = DeploymentRules(
      system: try Catalogue.system(deployment.system), model: try Catalogue.model(deployment.model))
    return rules.firstRejection(of: row.point)
  }
}
