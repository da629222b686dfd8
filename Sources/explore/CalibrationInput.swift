import Calibration
import Foundation
import SimulatorBenchmark

/// Calibrations as options name them.
enum CalibrationInput {
  /// What corrects predictions.
  static func choice(_ name: String, option: String) throws -> CalibrationChoice {
    switch name {
    case "shipped": return .shipped
    case "none": return .none
    default:
      let data = Data(try InputFile.text(name, what: "calibration").utf8)
      return CalibrationChoice(try read(data, name, option: option), file: data)
    }
  }

  /// A calibration to build upon.
  static func calibration(_ name: String, option: String) throws -> Calibration {
    if name == "shipped" {
      guard let shipped = Calibration.shipped else {
        throw UsageError("\(option) shipped: this build holds no calibration")
      }
      return shipped
    }
    return try read(Data(try InputFile.text(name, what: "calibration").utf8), name, option: option)
  }

  private static func read(_ data: Data, _ name: String, option: String) throws -> Calibration {
    let calibration: Calibration
    do throws(CalibrationFile.Flaw) {
      calibration = try CalibrationFile.calibration(data)
    } catch {
      throw UsageError("\(option) \(name): \(error)")
    }
    // What it corrects has changed, so its corrections are those of another simulator.
    let simulator = SimulatorBenchmark(calibration: .none).uncalibratedVersion
    guard calibration.summary.simulator == simulator else {
      throw UsageError(
        "\(option) \(name): it was fitted for the simulator \(calibration.summary.simulator), this one is "
          + "\(simulator); make it anew with `explore calibrate`")
    }
    return calibration
  }
}

/// Measured rows as options name them.
enum MeasuredFile {
  static func table(_ path: String) throws -> MeasuredTable {
    let text = try InputFile.text(path, what: "file of measured rows")
    do {
      return try MeasuredTable(csv: text)
    } catch {
      throw UsageError("\(path): \(error)")
    }
  }
}
