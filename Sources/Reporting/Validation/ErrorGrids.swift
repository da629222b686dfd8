internal import Calibration
internal import ServingModel

/// Errors and coverage as grids.
enum ErrorGrids {
  /// One of the four predicted figures.
  struct Metric {
    var title: String
    /// Its name in JSON and CSV.
    var key: String
    var errors: @Sendable (Validation.Line) -> ErrorSummary
    /// None for figures that have no interval of their own.
    var coverage: (@Sendable (Validation.Line) -> IntervalCoverage)?
  }

  static let latencies = [
    Metric(title: "TPOT", key: "tpot", errors: { $0.tpot }, coverage: { $0.tpotCoverage }),
    Metric(title: "TTFT", key: "ttft", errors: { $0.ttft }, coverage: { $0.ttftCoverage }),
  ]
  static let rates = [
    Metric(title: "tok/s/user", key: "tps_user", errors: { $0.tpsUser }),
    Metric(title: "tok/s/GPU", key: "tps_gpu", errors: { $0.tpsGPU }),
  ]

  /// One row for each group.
  static func byGroup(_ validation: Validation, _ metrics: [Metric]) -> FigureGrid {
    var columns = [FigureGrid.Column(group: "", title: "rows")]
    for metric in metrics { columns += titles(metric).map { .init(group: metric.title + ", %", title: $0) } }
    var sections: [FigureGrid.Section] = []
    for line in validation.lines {
      let title = line.group.isEmpty ? "" : line.grouping
      if sections.last?.title != title { sections.append(.init(title: title, rows: [])) }
      let name = line.group.isEmpty ? line.grouping : line.group
      let figures = [Figure.text(line.rows)] + metrics.flatMap { Self.figures($0, line) }
      sections[sections.count - 1].rows.append(
        .init(name: DisplayWidth.printable(name), figures: figures))
    }
    return FigureGrid(name: "group", columns: columns, sections: sections)
  }

  /// One row for each figure, over all rows.
  static func headline(_ validation: Validation) -> FigureGrid {
    let columns = titles(latencies[0]).map { FigureGrid.Column(group: "", title: $0) }
    let rows = (latencies + rates).map { metric in
      var figures = Self.figures(metric, validation.all)
      while figures.count < columns.count { figures.append(FigureGrid.none) }
      return FigureGrid.Row(name: metric.title, figures: figures)
    }
    return FigureGrid(name: "error, %", columns: columns, sections: [.init(title: "", rows: rows)])
  }

  private static func titles(_ metric: Metric) -> [String] {
    ["med", "mean", "p90", "bias"] + (metric.coverage == nil ? [] : ["cover", "width"])
  }

  private static func figures(_ metric: Metric, _ line: Validation.Line) -> [String] {
    let errors = metric.errors(line)
    let percents = [errors.median, errors.mean, errors.p90].map(FigureGrid.percent)
    let coverage = metric.coverage?(line)
    return percents + [FigureGrid.signed(errors.bias)]
      + (coverage.map { [FigureGrid.percent($0.share), FigureGrid.ratio($0.medianWidth)] } ?? [])
  }
}
