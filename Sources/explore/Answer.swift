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
    let model = try ModelChoice.resolve(question.model)
    let choice = try question.choice(model: model)
    let store = try storeOptions.open()
    let runner = SweepRunner(
      choice: choice, store: store, workers: storeOptions.workers, progress: storeOptions.progress(json: json)
    )
    let result = try await runner.run()
    let rows = try rows(of: result.run, in: store, model: model)
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

  private func rows(of run: Run, in store: ResultStore, model: ModelArchitecture) throws -> [ReportRow] {
    var rows: [ReportRow] = []
    rows.reserveCapacity(run.counters.done)
    let isMoE = model.isMoE
    try store.forEachResult(of: run.id) { result in
      let workload = result.point.workload
      guard workload.isl == question.isl, workload.osl == question.osl else { return }
      rows.append(
        ReportRow(
          key: result.key, run: String(result.run), point: result.point, measurement: result.measurement,
          isMoE: isMoE, method: result.benchmark.method))
    }
    return rows
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
