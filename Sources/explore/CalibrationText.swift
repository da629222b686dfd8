import Calibration
import Foundation

/// What a calibration says of itself, for the terminal.
enum CalibrationText {
  static func text(_ summary: CalibrationSummary) -> String {
    var lines = summary.sources.map { source in
      "\(source.file): \(source.rows) rows" + (source.leftOut > 0 ? ", \(source.leftOut) left out" : "")
    }
    lines.append("")
    lines.append("errors on rows held out     rows  mean %  median %  p90 %  bias %  within 90 %")
    for errors in summary.errors {
      let name = "\(errors.figure.uppercased()), \(Self.name(errors.heldOut))"
      let figures = String(
        format: "%6d %7.1f %9.1f %6.1f %+7.1f", errors.rows, 100 * errors.mean, 100 * errors.median,
        100 * errors.p90, 100 * errors.bias)
      let coverage = errors.coverage.map { String(format: "%12.1f", 100 * $0) } ?? "           –"
      lines.append(name.padding(toLength: 26, withPad: " ", startingAt: 0) + figures + coverage)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func name(_ heldOut: String) -> String {
    switch heldOut {
    case "configuration": "whole configuration"
    case "group": "whole group"
    case "model": "whole model"
    case "before": "yours, before"
    case "own": "yours, after"
    default: heldOut
    }
  }
}
