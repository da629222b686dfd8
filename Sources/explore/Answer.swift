import DesignSpace
import Foundation
import ParetoFrontier
import Reporting
import ResultStore
import ServingModel
import SweepEngine

/// Answers a question: sweeps what is not stored yet, and reads the report from the store.
struct Answer {
  var question: QuestionOptions
  var limits: LimitOptions
  var storeOptions: StoreOptions

  /// - Parameter json: standard output is for a machine, so nothing else is said.
  func report(json: Bool) async throws -> FrontierReport {
    let axes = try limits.axes()
    if question.osl == 1, axes.user != .e2eTpsUser {
      throw UsageError(
        "--osl 1: `\(axes.user.rawValue)` is a rate of the tokens after the first, and there are none; "
          + "add --user-axis \(FrontierAxis.e2eTpsUser.rawValue)")
    }
    if let run = question.run { return try report(ofRun: run, axes: axes) }
    let (model, choice) = try question.choice()
    let calibration = try question.calibration.choice()
    let store = try storeOptions.open()
    let runner = SweepRunner(
      choice: choice, calibration: calibration, store: store,
      workers: storeOptions.workers, progress: storeOptions.progress(json: json)
    )
    let result = try await runner.run()
    let rows = try rows(of: result.run, in: store) { _ in model.isMoE }
    guard !rows.isEmpty else { throw nothing(result.run, in: choice.space) }
    let counters = result.run.counters
    let seconds = result.outcome == .completeBefore ? 0 : result.progress.elapsedSeconds
    return try FrontierReport(
      question: .init(
        title: "Frontier of \(choice.space.name)", model: model.name, isl: question.isl, osl: question.osl,
        axes: axes, limits: try limits.limits()),
      rows: rows,
      counts: .init(evaluated: rows.count, rejected: counters.rejected, wallSeconds: seconds),
      provenance: provenance(result.run))
  }

  /// Answers from one stored run, whatever it swept.
  private func report(ofRun number: Int64, axes: FrontierAxes) throws -> FrontierReport {
    let store = try storeOptions.openExisting()
    let run = try store.run(number)
    let wanted = try question.model.map { try ModelChoice.resolve($0).name }
    let all = try rows(of: run, in: store) { point in
      // A model from a file is not in the catalogue; expert parallelism tells as much as labels need.
      let known = try? Catalogue.model(point.deployment.model)
      return known?.isMoE ?? (point.deployment.topology.decodePool.configuration.parallelism.ep > 1)
    }
    let rows = all.filter { wanted == nil || $0.deployment.model == wanted }
    guard let model = rows.first?.deployment.model else {
      throw UsageError(
        "run \(number) has no points of \(wanted ?? "any model") at isl \(question.isl) and osl \(question.osl)"
      )
    }
    if let other = rows.first(where: { $0.deployment.model != model })?.deployment.model {
      throw UsageError(
        "run \(number) has points of several models, such as \(model) and \(other): add --model")
    }
    return try FrontierReport(
      question: .init(
        title: "Frontier of run \(number), \(run.identity.spaceName)", model: model, isl: question.isl,
        osl: question.osl, axes: axes, limits: try limits.limits()),
      rows: rows, counts: .init(evaluated: rows.count, rejected: run.counters.rejected),
      provenance: provenance(run))
  }

  private func rows(
    of run: Run, in store: ResultStore, isMoE: (Point) -> Bool
  ) throws -> [ReportRow] {
    var rows: [ReportRow] = []
    rows.reserveCapacity(run.counters.done)
    try store.forEachResult(of: run.id) { result in
      let workload = result.point.workload
      guard workload.isl == question.isl, workload.osl == question.osl else { return }
      rows.append(
        ReportRow(
          key: result.key, run: String(result.run), point: result.point, measurement: result.measurement,
          isMoE: isMoE(result.point), method: result.benchmark.method))
    }
    // Workers store points in any order; equal questions must get equal answers, ties included.
    let keys = rows.map(\.key)
    return keys.indices.sorted { keys[$0] < keys[$1] }.map { rows[$0] }
  }

  /// What to say where no point came out.
  private func nothing(_ run: Run, in space: Space) -> RunError {
    let counters = run.counters
    let examples = SpaceCensus(space).examples
    let reasons = counters.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
      .map { name, count in
        let example = Rejection.Rule(rawValue: name).flatMap { examples[$0] }
        return "\(name) \(count)" + (example.map { " (such as: \($0))" } ?? "")
      }.joined(separator: ", ")
    let failed =
      counters.failed > 0 ? "\(counters.failed) points failed (`explore runs show \(run.id)`); " : ""
    return RunError(
      "no point of the space can exist: \(failed)"
        + (reasons.isEmpty ? "the space is empty" : "rejected by rule: \(reasons)")
        + "; try other GPUs, formats or a space of your own (`explore space show \(run.identity.spaceName)`)")
  }

  private func provenance(_ run: Run) -> FrontierReport.Provenance {
    .init(
      programVersion: run.identity.programVersion, tablesVersion: run.identity.tablesVersion,
      spaceName: run.identity.spaceName, spaceHash: run.identity.spaceHash, seed: run.identity.seed,
      createdAt: run.startedAt.ISO8601Format())
  }
}
