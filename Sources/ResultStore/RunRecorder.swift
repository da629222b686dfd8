internal import Foundation
internal import GRDB
internal import ServingModel

/// Writes a run's points, one transaction a batch: rows, links and counters together, so that whenever
/// the process dies the counters agree with the rows.
///
/// Not for concurrent use: one writer per run. It holds the run against other processes while it lives.
public final class RunRecorder {
  public let store: ResultStore
  public private(set) var run: Run
  private let version: Int64
  private var models: ModelKinds
  private let lock: RunLock
  private var ids = PlaceIDs()
  private var blocks = BlockMerge()

  /// - Parameter isMoE: whether a model, by name, has experts: labels depend on it. Nil: the built-in
  ///   models are known, others count as dense.
  /// - Throws: ``StoreError/Cause/runInUse(_:)`` where another process works on the run.
  public init(
    store: ResultStore, run: Run, isMoE: (@Sendable (String) -> Bool)? = nil
  ) throws(StoreError) {
    guard store.access == .readWrite else { throw StoreError(.readOnly, path: store.path) }
    guard let lock = RunLock(storePath: store.path, run: run.id) else {
      throw StoreError(.runInUse(run.id), path: store.path)
    }
    let version = try store.reading { db in try ResultStore.versionID(run.benchmark, in: db) }
    guard let version else { throw StoreError(.noSuchRun(run.id), path: store.path) }
    self.store = store
    self.run = run
    self.version = version
    models = ModelKinds(isMoE: isMoE ?? { name in (try? Catalogue.model(name))?.moe != nil })
    self.lock = lock
  }

  /// Stores a batch in one transaction and returns the run's counters after it.
  /// - Parameters:
  ///   - rejected: candidates rejected since the sweep was started or resumed (it goes through all of them
  ///     again when it resumes, so these replace what is stored).
  ///   - total: candidates in all, where known.
  @discardableResult
  public func record(
    _ batch: [RecordedPoint], rejected: [String: Int]? = nil, total: Int? = nil
  ) throws(StoreError) -> RunCounters {
    do {
      return try commit(batch, rejected: rejected, total: total, status: nil)
    } catch {
      ids.forget()
      blocks.forget()
      throw error
    }
  }

  /// Marks the run complete or interrupted.
  @discardableResult
  public func finish(
    _ status: Run.Status, rejected: [String: Int]? = nil, total: Int? = nil
  ) throws(StoreError) -> Run {
    try commit([], rejected: rejected, total: total, status: status)
    // Readers are faster without a long log beside the file; a busy reader is no reason to wait.
    _ = try? store.database.writeWithoutTransaction { db in try db.checkpoint(.passive) }
    return run
  }

  @discardableResult
  private func commit(
    _ batch: [RecordedPoint], rejected: [String: Int]?, total: Int?, status: Run.Status?
  ) throws(StoreError) -> RunCounters {
    let now = Date()
    run = try store.writing { db in
      var run = self.run
      guard
        let row = try Row.fetchOne(
          db.cachedStatement(sql: "SELECT total, measured, reused, failed, rejected FROM runs WHERE id = ?"),
          arguments: [run.id])
      else { throw StoreError(.noSuchRun(run.id), path: store.path) }
      run.counters = RunCounters(row)
      try write(batch, at: now.timeIntervalSince1970, counters: &run.counters, in: db)
      if let rejected { run.counters.rejected = rejected }
      if let total { run.counters.total = total }
      if let status {
        run.status = status
        run.finishedAt = now
      }
      try update(run, in: db)
      return run
    }
    return run.counters
  }

  private func write(
    _ batch: [RecordedPoint], at time: Double, counters: inout RunCounters, in db: Database
  ) throws {
    guard !batch.isEmpty else { return }
    let rows = try MeasurementRows(db, version: version, run: run.id, time: time)
    let failures = try FailureRows(db, version: version, run: run.id, time: time)
    var block = PointColumns()
    for recorded in batch {
      let placed = recorded.placed
      if case .stored(let measurement) = recorded.outcome {
        switch try rows.link(measurement, key: placed.key, into: &block) {
        case .linked: counters.reused += 1
        case .linkedBefore: break
        case .gone: throw StoreError(.pointsRemoved, path: store.path)
        }
        continue
      }
      let place = Place(
        scenario: try ids.scenarioForWriting(placed.point, in: db),
        deployment: try ids.deploymentForWriting(placed, models: &models, in: db),
        concurrency: placed.point.workload.concurrency, key: placed.key)
      switch recorded.outcome {
      case .measured(let measurement) where measurement.isFinite:
        switch try rows.insert(measurement, at: place, into: &block) {
        case true?: counters.measured += 1
        case false?: counters.reused += 1
        case nil: break
        }
      case .measured:
        let failure = PointFailure("the benchmark gave a figure that is not a finite number")
        if try failures.insert(failure, at: place) { counters.failed += 1 }
      case .failed(let failure):
        if try failures.insert(failure, at: place) { counters.failed += 1 }
      case .stored: break
      }
    }
    guard block.count > 0 else { return }
    try RunBlocks.insert(&block, run: run.id, in: db)
    try blocks.noteBlock(of: run.id, in: db)
  }

  private func update(_ run: Run, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        UPDATE runs SET total = ?, measured = ?, reused = ?, failed = ?, rejected = ?, status = ?,
          finished_at = ? WHERE id = ?
        """)
    let counters = run.counters
    try statement.execute(arguments: [
      counters.total, counters.measured, counters.reused, counters.failed, counters.rejectedJSON,
      run.status.rawValue, run.finishedAt?.timeIntervalSince1970, run.id,
    ])
  }
}

/// Which models have experts, asked once per model.
struct ModelKinds {
  private let isMoE: (String) -> Bool
  private var known: [String: Bool] = [:]

  init(isMoE: @escaping (String) -> Bool) { self.isMoE = isMoE }

  mutating func hasExperts(_ model: String) -> Bool {
    if let answer = known[model] { return answer }
    let answer = isMoE(model)
    known[model] = answer
    return answer
  }
}

/// Where a point stands in the store.
struct Place {
  var scenario: Int64
  var deployment: Int64
  var concurrency: Int
  var key: StableKey
}
