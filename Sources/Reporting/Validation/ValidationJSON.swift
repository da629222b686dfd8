internal import Calibration

/// A validation as JSON. Errors, shares and coverage are fractions, rates tokens per second.
public enum ValidationJSON {
  public static func text(_ report: ValidationReport) -> String {
    JSONText.object([
      .init("file", .string(report.file)), .init("program", .string(report.program)),
      .init("benchmark", .string(report.benchmark)),
      .init("requests_per_client", .integer(report.requestsPerClient)),
      .init("rows", .integer(report.rows.count)),
      .init("left_out", counts(report.leftOut)), .init("rejected_by_rule", counts(report.rejected)),
      .init("errors", .array(report.validation.lines.map(errors))),
      .init("choices", choices(report.choices)),
    ]).text(expanded: 2) + "\n"
  }

  private static func counts(_ counts: [ValidationReport.Count]) -> JSONText {
    .array(counts.map { .object([.init("reason", .string($0.reason)), .init("rows", .integer($0.rows))]) })
  }

  private static func errors(_ line: Validation.Line) -> JSONText {
    let head: [JSONText.Member] = [
      .init("grouping", .string(line.grouping)), .init("group", .string(line.group)),
      .init("rows", .integer(line.rows)),
    ]
    return .object(
      head
        + (ErrorGrids.latencies + ErrorGrids.rates).map { metric in
          let errors = metric.errors(line)
          var members: [JSONText.Member] = [
            .init("mean", .real(errors.mean)), .init("median", .real(errors.median)),
            .init("p90", .real(errors.p90)), .init("bias", .real(errors.bias)),
          ]
          if let coverage = metric.coverage?(line) {
            members += [
              .init("intervals", .integer(coverage.count)), .init("coverage", .real(coverage.share)),
              .init("width", .real(coverage.medianWidth)),
            ]
          }
          return .init(metric.key, .object(members))
        })
  }

  private static func choices(_ quality: ChoiceQuality) -> JSONText {
    .object([
      .init("confidence", .real(quality.confidence)), .init("groups", .integer(quality.groups)),
      .init("small_groups", .integer(quality.smallGroups)),
      .init("unreachable", .integer(quality.unreachable)),
      .init(
        "lines",
        .array(
          quality.lines.map { line in
            .object([
              .init("grouping", .string(line.grouping)), .init("group", .string(line.group)),
              .init("mean", tally(line.byMean)), .init("bound", line.byBound.map(tally) ?? .null),
            ])
          })),
      .init("selections", .array(quality.choices.map(choice))),
    ])
  }

  private static func tally(_ tally: ChoiceTally) -> JSONText {
    .object([
      .init("selections", .integer(tally.selections)), .init("picks", .integer(tally.picks)),
      .init("without_pick", .integer(tally.withoutPick)), .init("misses", .integer(tally.misses)),
      .init("best", .integer(tally.best)), .init("miss_share", .real(tally.missShare)),
      .init("miss_share_of_picks", .real(tally.missShareOfPicks)),
      .init("best_share", .real(tally.bestShare)), .init("effective", .real(tally.effective)),
    ])
  }

  private static func choice(_ choice: Choice) -> JSONText {
    func pick(_ pick: Choice.Pick?) -> JSONText {
      guard let pick else { return .null }
      return .object([
        .init("id", .string(pick.id)), .init("tps_user", .real(pick.tpsUser)),
        .init("tps_gpu", .real(pick.tpsGPU)), .init("meets_target", .bool(pick.meetsTarget)),
        .init("is_best", .bool(pick.isBest)), .init("effective", .real(pick.effective)),
      ])
    }
    let group = choice.group
    return .object([
      .init("model", .string(group.model)), .init("system", .string(group.system)),
      .init("precision", .string(group.precision)), .init("isl", .integer(group.isl)),
      .init("osl", .integer(group.osl)), .init("target", .real(choice.target)),
      .init("best_id", .string(choice.bestID)), .init("best_tps_gpu", .real(choice.bestTpsGPU)),
      .init("mean", pick(choice.byMean)), .init("bound", pick(choice.byBound)),
    ])
  }
}
