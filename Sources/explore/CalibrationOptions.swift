import ArgumentParser
import SimulatorBenchmark

/// What corrects the simulator.
struct CalibrationOptions: ParsableArguments {
  @Option(help: "What corrects the simulator: `shipped`, `none` or a file that `explore calibrate` wrote.")
  var calibration = "shipped"

  func choice() throws -> CalibrationChoice {
    try CalibrationInput.choice(calibration, option: "--calibration")
  }
}
