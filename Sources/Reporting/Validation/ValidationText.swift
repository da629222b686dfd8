internal import Calibration
internal import ServingModel

/// A validation as the terminal shows it.
public enum ValidationText {
  public static func text(_ report: ValidationReport, style: TerminalStyle) -> String {
    let latencies = ErrorGrids.byGroup(report.validation, ErrorGrids.latencies)
    let rates = ErrorGrids.byGroup(report.validation, ErrorGrids.rates)
    let choices = ChoiceGrid.grid(report.choices, groupings: ["target"])
    var lines = ["Errors of latencies"] + FigureGridText.lines(latencies, style: style)
    lines += ["", "Errors of rates"] + FigureGridText.lines(rates, style: style)
    lines += ["", "Choices by the predictions"]
    lines += TextWrap.lines(ChoiceGrid.caption(report.choices), width: style.width)
    lines += FigureGridText.lines(choices, style: style)
    lines.append("")
    lines += notes(report).flatMap { TextWrap.lines($0, width: style.width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func notes(_ report: ValidationReport) -> [String] {
    var notes = [
      "med, mean, p90: of |predicted / measured - 1|; bias: median of predicted / measured - 1; cover: share "
        + "of measurements within the 90 % interval, %; width: median of its p95 / p05.",
      "miss, effective: share of the choices asked for; best: share of the picks. An effective throughput is "
        + "that of the pick over the best one, 0 where it misses the target or nothing is picked.",
    ]
    if report.validation.all.tpotCoverage.count == 0 {
      notes.append("No prediction has an interval, so there is neither coverage nor a lower bound.")
    }
    return notes
  }
}
