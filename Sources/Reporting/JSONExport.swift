internal import ParetoFrontier
internal import ServingModel

/// A report for machines: the columns of the CSV file as fields, with the question and its definitions.
public enum JSONExport {
  /// Valid JSON whatever the report holds; keys in a fixed order; one point a line.
  public static func text(_ report: FrontierReport) -> String {
    JSONText.object([
      .init("question", question(report.question)),
      .init("axes", axes(report.question.axes)),
      .init("counts", counts(report)),
      .init("provenance", provenance(report)),
      .init("frontier", .array(report.frontier.map { row(report.rows[$0]) })),
      .init(
        "frontiers",
        .object(
          report.frontiers.map { own in
            .init(own.system, .array(own.indices.map { row(report.rows[$0]) }))
          })),
    ]).text(expanded: 3) + "\n"
  }

  /// One point with every column and its launch lines.
  public static func row(_ row: ReportRow) -> JSONText {
    var members = ReportColumn.all.map { JSONText.Member($0.name, JSONText($0.value(row))) }
    members.append(.init("launch", .array(row.launchLines.map { .string($0) })))
    return .object(members)
  }

  static func question(_ question: FrontierReport.Question) -> JSONText {
    .object([
      .init("title", .string(question.title)),
      .init("model", .string(question.model)),
      .init("isl", .integer(question.isl)),
      .init("osl", .integer(question.osl)),
      .init("limits", limits(question.limits)),
    ])
  }

  static func limits(_ limits: FrontierLimits) -> JSONText {
    func latency(_ limit: LatencyLimit?) -> JSONText {
      guard let limit else { return .null }
      return .object([
        .init("milliseconds", .real(limit.milliseconds)),
        .init("statistic", .string(limit.statistic.rawValue)),
      ])
    }
    return .object([
      .init("min_tps_user", limits.minTpsUser.map { .real($0) } ?? .null),
      .init("max_ttft", latency(limits.maxTTFT)),
      .init("max_tpot", latency(limits.maxTPOT)),
      .init("max_gpus", limits.maxGPUs.map { .integer($0) } ?? .null),
      .init("min_confidence", limits.minConfidence.map { .string($0.name) } ?? .null),
      .init("confidence", limits.assurance.map { .real($0.share) } ?? .null),
    ])
  }

  static func axes(_ axes: FrontierAxes) -> JSONText {
    func axis(_ axis: FrontierAxis) -> JSONText {
      .object([
        .init("name", .string(axis.rawValue)),
        .init("title", .string(axis.title)),
        .init("unit", .string(axis.unit)),
        .init("direction", .string(axis.direction.rawValue)),
        .init("definition", .string(axis.definition)),
      ])
    }
    return .object([.init("user", axis(axes.user)), .init("gpu", axis(axes.gpu))])
  }

  static func counts(_ report: FrontierReport) -> JSONText {
    let rejected = report.counts.rejected.sorted { $0.key < $1.key }
    return .object([
      .init("evaluated", .integer(report.counts.evaluated)),
      .init("points", .integer(report.points.count)),
      .init("frontier", .integer(report.frontier.count)),
      .init("rejected", .object(rejected.map { .init($0.key, .integer($0.value)) })),
      .init("screened", .integer(report.counts.screened)),
      .init("wall_seconds", .real(report.counts.wallSeconds)),
    ])
  }

  static func provenance(_ report: FrontierReport) -> JSONText {
    let source = report.provenance
    return .object([
      .init("method", .string(report.method)),
      .init("program", .string(source.programVersion)),
      .init("tables", .string(source.tablesVersion)),
      .init("space", .string(source.spaceName)),
      .init("space_hash", .string(source.spaceHash)),
      .init("seed", .string(String(source.seed))),
      .init("created_at", .string(source.createdAt)),
    ])
  }
}
