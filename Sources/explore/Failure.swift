import ArgumentParser
import Calibration
import DesignSpace
import Foundation
import ParetoFrontier
import Reporting
import ResultStore
import Search
import ServingModel
import SweepEngine

/// A mistake of the user that no module names.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What did not work although the question was a proper one.
struct RunError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Exit codes: 0 done, 1 failed, 2 the input was wrong, 130 interrupted.
enum Failure {
  static func exit(_ error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if let usage = usageMessage(error) { end(usage, code: 2) }
    if isFailure(error) { end("\(error)", code: 1) }
    let code = Explore.exitCode(for: error)
    if code == .success {
      print(Explore.fullMessage(for: error))
      Foundation.exit(0)
    }
    guard code == .validationFailure else { end(Explore.message(for: error), code: 1) }
    // The message starts as all others do; what follows it says how the command is used.
    let message = Explore.fullMessage(for: error)
    let prefix = "Error: "
    StandardError.write(
      (message.hasPrefix(prefix) ? "error: " + message.dropFirst(prefix.count) : message) + "\n")
    Foundation.exit(2)
  }

  private static func end(_ message: String, code: Int32) -> Never {
    // Indented lines go on with the mistake before them.
    for line in message.split(separator: "\n") {
      StandardError.write((line.hasPrefix(" ") ? "\(line)" : "error: \(line)") + "\n")
    }
    Foundation.exit(code)
  }

  /// Errors that the user's input caused.
  private static func usageMessage(_ error: any Error) -> String? {
    switch error {
    case is UsageError, is CatalogueError, is SpaceErrors, is UnknownSpace, is OverrideError,
      is UnknownSearch,
      is RowProblem:
      return "\(error)"
    default: return nil
    }
  }

  private static func isFailure(_ error: any Error) -> Bool {
    error is StoreError || error is ExportError || error is RunError || error is MixedMethods
      || error is PointFailure || error is NoPick
  }
}
