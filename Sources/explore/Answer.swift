import DesignSpace
import Foundation
import ParetoFrontier
import Reporting
import ResultStore
import ServingModel
import SimulatorBenchmark
import SweepEngine

/// Answers a question: sweeps what is not stored yet, and reads the report from the store.
struct Answer {
  var question: QuestionOptions
  var limits: LimitOptions
  var storeOptions: StoreOptions
  var purpose = AnswerScan.Purpose.frontier

  /// What came out: what to show, and where all points are.
  struct Result {
    var report: FrontierReport
    var points: AskedPoints
    /// For a pick: counts of all points.
    var census: PickCensus?

    /// Calls `body` with every point in the order of keys, its frontier flags set, and holds none of them.
    func forEachRow(_ body: (ReportRow) throws -> Void) throws {
      let flagged = report.rows.filter { $0.onFrontier || $0.onSystemFrontier }
      let flags = Dictionary(flagged.map { ($0.key, $0) }) { first, _ in first }
      try points.forEachRow { row in
        var row = row
        row.onFrontier = flags[row.key]?.onFrontier ?? false
        row.onSystemFrontier = flags[row.key]?.onSystemFrontier ?? false
        try body(row)
      }
    }
  }

  /// - Parameter json: standard output is for a machine, so nothing else is said.
  func result(json: Bool) async throws -> Result {
    let axes = try limits.axes()
    if question.osl == 1, axes.user != .e2eTpsUser {
      throw UsageError(
        "--osl 1: `\(axes.user.rawValue)` is a rate of the tokens after the first, and there are none; "
          + "add --user-axis \(FrontierAxis.e2eTpsUser.rawValue)")
    }
    if let run = question.run { return try result(ofRun: run) }
    let calibration = try question.calibration.choice()
    // A new store means a sweep.
    if !storeOptions.isThere { calibration.prefetch() }
    let (model, choice) = try question.choice()
    let store = try storeOptions.open()
    let runner = SweepRunner(
      choice: choice, screen: question.screen.screen, calibration: calibration, store: store,
      workers: storeOptions.workers, progress: storeOptions.progress(json: json)
    )
    let swept = try await runner.run()
    let points = try AskedPoints(
      store: store, run: swept.run, isl: question.isl, osl: question.osl, model: nil
    ) { _ in model.isMoE }
    let scan = try AnswerScan(points, axes: axes, limits: try limits.limits(), for: purpose)
    guard !scan.models.isEmpty else { throw nothing(swept.run, in: choice.space) }
    let seconds = swept.outcome == .completeBefore ? 0 : swept.progress.elapsedSeconds
    return try result(
      scan, points, title: "Frontier of \(choice.space.name)", model: model.name, seconds: seconds)
  }

  /// Answers from one stored run, whatever it swept.
  private func result(ofRun number: Int64) throws -> Result {
    let store = try storeOptions.openExisting()
    let run = try store.run(number)
    let wanted = try question.model.map { try ModelChoice.resolve($0).name }
    let catalogue = Dictionary(
      try store.scenarios().values.map { ($0.model, try? Catalogue.model($0.model)) }
    ) { first, _ in first }
    let points = try AskedPoints(
      store: store, run: run, isl: question.isl, osl: question.osl, model: wanted
    ) { point in
      // A model from a file is not in the catalogue; expert parallelism tells as much as labels need.
      let known = catalogue[point.deployment.model] ?? nil
      return known?.isMoE ?? (point.deployment.topology.decodePool.configuration.parallelism.ep > 1)
    }
    let scan = try AnswerScan(points, axes: try limits.axes(), limits: try limits.limits(), for: purpose)
    guard let model = scan.models.first else {
      throw UsageError(
        "run \(number) has no points of \(wanted ?? "any model") at isl \(question.isl) and osl \(question.osl)"
      )
    }
    if scan.models.count > 1 {
      throw UsageError(
        "run \(number) has points of several models, such as \(model) and \(scan.models[1]): add --model")
    }
    return try result(
      scan, points, title: "Frontier of run \(number), \(run.identity.spaceName)", model: model, seconds: 0)
  }

  private func result(
    _ scan: AnswerScan, _ points: AskedPoints, title: String, model: String, seconds: Double
  ) throws -> Result {
    let totals = scan.totals
    var rejected = points.run.counters.rejected
    let screened = rejected.removeValue(forKey: Rejection.Rule.screened.rawValue) ?? 0
    let report = try FrontierReport(
      question: .init(
        title: title, model: model, isl: question.isl, osl: question.osl, axes: try limits.axes(),
        limits: try limits.limits()),
      rows: try scan.rows(), points: totals,
      counts: .init(
        evaluated: totals.count, rejected: rejected, screened: screened, wallSeconds: seconds),
      provenance: provenance(points.run))
    return Result(report: report, points: points, census: scan.census)
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
