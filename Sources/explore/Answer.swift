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
    let model = try ModelChoice.resolve(question.model)
    let choice = try question.choice(model: model)
    let store = try storeOptions.open()
    let runner = SweepRunner(
      choice: choice, store: store, workers: storeOptions.workers, progress: storeOptions.progress(json: json)
    )
    let result = try await runner.run()
    let rows = try rows(of: result.run, in: store, model: model)
    guard !rows.isEmpty else { throw nothing(result.run) }
    let counters = result.run.counters
    let seconds = result.outcome == .completeBefore ? 0 : result.progress.elapsedSeconds
    return try FrontierReport(
      question: .init(
        title: "Frontier of \(choice.space.name)", model: model.name, isl: question.isl, osl: question.osl,
        axes: try limits.axes(), limits: try limits.limits()),
      rows: rows,
      counts: .init(evaluated: rows.count, rejected: counters.rejected, wallSeconds: seconds),
      provenance: provenance(result.run))
  }

  private func rows(of run: Run, in store: ResultStore, model: ModelArchitecture) throws -> [ReportRow] {
    var rows: [ReportRow] = []
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
  private func nothing(_ run: Run) -> RunError {
    let counters = run.counters
    let reasons = counters.rejected.sorted { $0.value > $1.value }.prefix(4)
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
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
