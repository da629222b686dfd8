internal import Calibration
internal import ServingModel

/// Choice quality as a grid, and in words.
enum ChoiceGrid {
  /// - Parameter groupings: which lines beside that of all choices.
  static func grid(_ choices: ChoiceQuality, groupings: [String]) -> FigureGrid {
    var columns = [FigureGrid.Column(group: "", title: "asked")]
    for group in ["by predicted mean", "by lower bound, \(percent(choices.confidence)) %"] {
      columns += ["picks", "misses", "miss %", "best %", "effective %"].map { .init(group: group, title: $0) }
    }
    var sections: [FigureGrid.Section] = []
    for line in choices.lines where line.group.isEmpty || groupings.contains(line.grouping) {
      let title = line.group.isEmpty ? "" : heading(line.grouping)
      if sections.last?.title != title { sections.append(.init(title: title, rows: [])) }
      let name = line.group.isEmpty ? line.grouping : line.group
      sections[sections.count - 1].rows.append(
        .init(
          name: DisplayWidth.printable(name),
          figures: [Figure.text(line.byMean.selections)] + figures(line.byMean) + figures(line.byBound)))
    }
    return FigureGrid(name: "choices", columns: columns, sections: sections)
  }

  /// What the choices are taken from.
  static func caption(_ choices: ChoiceQuality) -> String {
    "\(Figure.text(choices.groups)) groups (model, system, precision, isl, osl) of at least "
      + "\(ChoiceQuality.leastPoints) points (\(Figure.text(choices.smallGroups)) smaller ones left out), "
      + "\(ChoiceQuality.targets.count) targets: \(Figure.text(choices.choices.count)) selections; "
      + "\(Figure.text(choices.unreachable)) left out, as no measured point meets the target."
  }

  /// `90`, `97.5`.
  static func percent(_ confidence: Double) -> String { Figure.text(100 * confidence, digits: 4) }

  private static func heading(_ grouping: String) -> String {
    grouping == "target" ? "target, tok/s/user" : grouping
  }

  private static func figures(_ tally: ChoiceTally?) -> [String] {
    guard let tally else { return Array(repeating: FigureGrid.none, count: 5) }
    return [
      Figure.text(tally.picks), Figure.text(tally.misses), FigureGrid.percent(tally.missShare),
      FigureGrid.percent(tally.bestShare), FigureGrid.percent(tally.effective),
    ]
  }
}
