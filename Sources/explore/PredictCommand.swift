import ArgumentParser
import Calibration
import Foundation
import Reporting
import ServingModel
import ServingSimulator
import SimulatorBenchmark
import SweepEngine

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predicts the rows of a CSV file: latency, throughput, intervals.",
    discussion: """
      Simulates whole runs as benchmark clients measure them, ramp and tail included, and writes the rows with
      their predictions behind them. Columns that are not known are kept as they are. Columns called as a new one
      (ttft_ms, tpot_ms, …) are kept as measured_ttft_ms, measured_tpot_ms, … and change no prediction. The columns
      are described in docs/predict.md.

      A row that is wrong (a column, a number, an id that was there before) is named, and nothing is written;
      with --keep-going the others are predicted and its column `status` says what is wrong. Exit codes: 0 at
      least one row was predicted, 1 none was, 2 the input was wrong.

      Examples:
        explore predict --in points.csv --out predictions.csv
        explore predict --in - --out - --keep-going < points.csv > predictions.csv
      """)

  @Option(
    name: .customLong("in"), help: "CSV file of points; `-` is standard input.",
    completion: .file(extensions: ["csv"]))
  var input: String

  @Option(help: "CSV file to write; `-` is standard output.")
  var out: String

  @Option(help: "Requests per client in the simulated runs.")
  var requestsPerClient = 10

  @OptionGroup var calibration: CalibrationOptions

  @Flag(help: "Predict the good rows where others are wrong.")
  var keepGoing = false

  func validate() throws {
    guard (1...10_000).contains(requestsPerClient) else {
      throw ValidationError("--requests-per-client: a number from 1 to 10000 is needed")
    }
  }

  mutating func run() throws {
    let file = PointFile(path: input)
    try file.check(output: out)
    let table = try file.table(keepGoing: keepGoing)
    let text = PredictionText(table)
    file.noteRenamed(text.renamed, in: table)
    let interruption = Interruption()
    let watch = SignalWatch(interruption) { StandardError.write("\nstopping (again to stop at once)\n") }
    let outcomes = try outcomes(of: table, interruption)
    try write(text.csv(outcomes))
    withExtendedLifetime(watch) {}
    try conclude(outcomes, rows: table.rows.count)
  }

  private func outcomes(
    of table: PointTable, _ interruption: Interruption
  ) throws -> [PredictionRun.Outcome] {
    let points = table.rows.compactMap { row in
      (try? row.point.get()).map { PredictionRun.Place(point: $0, engineVersion: row.engineVersion) }
    }
    let benchmark = SimulatorBenchmark(
      limits: SimulationLimits(window: .wholeRun, requestsPerClient: requestsPerClient),
      calibration: try calibration.choice())
    let run = PredictionRun(
      predictor: RowPredictor(benchmark: benchmark, requestsPerClient: requestsPerClient),
      interruption: interruption,
      display: ProgressDisplay(ProgressDisplay.style(quiet: !StandardError.isTerminal)))
    if let outcomes = run.outcomes(of: points) { return outcomes }
    StandardError.write("interrupted: nothing was written\n")
    throw ExitCode(130)
  }

  private func write(_ text: String) throws {
    if out == "-" {
      TerminalOutput.write(text)
    } else {
      try AtomicFile.write(text, to: out)
    }
  }

  /// Says how many rows have no prediction, and fails where none has one.
  private func conclude(_ outcomes: [PredictionRun.Outcome], rows: Int) throws {
    var predicted = 0
    for case .success in outcomes { predicted += 1 }
    let target = out == "-" ? "standard output" : out
    if out != "-" { StandardError.write("wrote \(out)\n") }
    if predicted < rows {
      StandardError.write(
        "\(rows - predicted) of \(rows) rows have no prediction; the column `status` of \(target) says why\n")
    }
    if predicted == 0 { throw ExitCode(1) }
  }
}
