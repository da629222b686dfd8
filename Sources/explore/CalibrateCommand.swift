import ArgumentParser
import Calibration
import Foundation
import Reporting
import ServingModel
import ServingSimulator
import SimulatorBenchmark
import SweepEngine

struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fits the simulator to measured rows, yours beside the shipped ones.",
    discussion: """
      Your rows refine the shipped calibration for your cluster; a handful helps. With --base none all is fitted on
      your rows alone: constants of the timing model first, then what is left, checked by rows that were held out;
      that takes minutes and some hundred rows. The columns of the file are described in docs/predict.md, how it
      works in docs/calibration.md.

      Examples:
        explore calibrate --measured mine.csv --out calibration.json
        explore predict --in points.csv --out predictions.csv --calibration calibration.json
        explore calibrate --measured all.csv --base none --out calibration.json
      """)

  @Option(help: "CSV file of measured rows.", completion: .file(extensions: ["csv"]))
  var measured: String

  @Option(help: "Calibration file to write.", completion: .file(extensions: ["json"]))
  var out: String

  @Option(help: "Calibration to refine: `shipped`, `none` or a file.")
  var base = "shipped"

  @Option(help: "Name of the cluster that the rows come from.")
  var cluster = "own"

  @Option(help: "Requests per client in the simulated runs.")
  var requestsPerClient = 10

  func validate() throws {
    if requestsPerClient < 1 { throw ValidationError("--requests-per-client: at least 1 is needed") }
    if cluster.isEmpty { throw ValidationError("--cluster ``: a name is needed") }
  }

  mutating func run() throws {
    try AtomicFile.check(out)
    if InputFile.isSame(out, measured) {
      throw UsageError("--measured and --out both name \(out): give two files")
    }
    let table = try MeasuredFile.table(measured)
    let calibration = base == "none" ? try fitted(table) : try refined(table)
    guard calibration.summary.sources.last?.rows ?? 0 > 0 else {
      throw UsageError("\(measured): the simulator cannot run any of its rows; `explore predict` says why")
    }
    try AtomicFile.write(try CalibrationFile.text(calibration), to: out)
    for problem in table.problems.prefix(20) { StandardError.write("left out: \(problem)\n") }
    if table.problems.count > 20 { StandardError.write("and \(table.problems.count - 20) more rows\n") }
    TerminalOutput.write(CalibrationText.text(calibration.summary))
    StandardError.write("wrote \(out)\n")
  }

  private func fitted(_ table: MeasuredTable) throws -> Calibration {
    guard table.rows.count >= CalibrationFit.fewestRows else {
      throw UsageError(
        "\(measured): \(table.rows.count) rows are too few to fit all constants; at least "
          + "\(CalibrationFit.fewestRows) are needed, or --base shipped")
    }
    let benchmark = benchmark(.none)
    return CalibrationFit(
      table.rows, file: URL(fileURLWithPath: measured).lastPathComponent, leftOut: table.problems.count,
      simulator: benchmark.uncalibratedVersion, simulate: Self.simulator(benchmark),
      progress: { StandardError.write($0 + "\n") }
    ).calibration
  }

  private func refined(_ table: MeasuredTable) throws -> Calibration {
    guard !table.rows.isEmpty else {
      throw UsageError(
        "\(measured): no row can be used" + (table.problems.first.map { "; \($0)" } ?? ""))
    }
    let benchmark = benchmark(.none)
    let base = try CalibrationInput.calibration(base, option: "--base")
    return CalibrationRefinement(
      of: base, by: table.rows, cluster: cluster, file: URL(fileURLWithPath: measured).lastPathComponent,
      leftOut: table.problems.count, simulate: Self.simulator(benchmark)
    ).calibration
  }

  private func benchmark(_ calibration: CalibrationChoice) -> SimulatorBenchmark {
    SimulatorBenchmark(
      limits: SimulationLimits(window: .wholeRun, requestsPerClient: requestsPerClient),
      calibration: calibration)
  }

  static func simulator(_ benchmark: SimulatorBenchmark) -> LatencySimulator {
    { point, factors in
      guard let measurement = try? benchmark.simulate(point, factors: factors),
        measurement.ttftMs.mean > 0, measurement.tpotMs.mean > 0
      else { return nil }
      return SimulatedLatency(measurement)
    }
  }
}
