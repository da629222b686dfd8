internal import GRDB
internal import ServingModel

/// Inserts measurements and links them to a run, within one transaction.
struct MeasurementRows {
  private let insertRow: BoundStatement
  private let insertFigures: BoundStatement
  private let findRow: BoundStatement
  private let insertLink: BoundStatement
  private let findFigures: BoundStatement
  private let version: Int64
  private let run: Int64
  private let time: Double

  enum Link { case linked, linkedBefore, gone }

  static let insertSQL = """
    INSERT OR IGNORE INTO measurements (scenario_id, version_id, deployment_id, concurrency, point_key,
      run_id, gpus, confidence, tps_user, tps_gpu, total_tps_gpu, interactivity, e2e_tps_user,
      ttft_ms_p50, ttft_ms_p90, ttft_ms_p99, tpot_ms_p50, tpot_ms_p90, tpot_ms_p99, e2e_ms_p50,
      e2e_ms_p99, itl_ms_p50, itl_ms_p99, requests_per_second, output_tps, input_tps, mean_concurrency,
      requests, measured_at, ttft_ms_mean, tpot_ms_mean, e2e_ms_mean, \(IntervalColumns.names))
    VALUES (\(Array(repeating: "?", count: 32 + Int(IntervalColumns.count)).joined(separator: ", ")))
    """

  init(_ db: Database, version: Int64, run: Int64, time: Double) throws {
    insertRow = try BoundStatement(db, Self.insertSQL)
    insertFigures = try BoundStatement(
      db, "INSERT INTO distributions (measurement_id, figures) VALUES (?, ?)")
    findRow = try BoundStatement(
      db,
      """
      SELECT id FROM measurements
      WHERE scenario_id = ? AND version_id = ? AND deployment_id = ? AND concurrency = ?
      """)
    insertLink = try BoundStatement(
      db, "INSERT OR IGNORE INTO run_points (run_id, measurement_id) VALUES (?, ?)")
    findFigures = try BoundStatement(db, StoredFigures.sql + " WHERE m.id = ?")
    self.version = version
    self.run = run
    self.time = time
  }

  /// Stores a measurement, or finds the one that another process stored meanwhile, and links it to the run. A point
  /// that the run did not have before goes to `block` as it is stored.
  /// - Returns: whether the point is new to the run and to the store; nil where the run has it.
  func insert(_ found: Measurement, at place: Place, into block: inout PointColumns) throws -> Bool? {
    bindRow(found, at: place)
    guard try insertRow.run() else {
      let id = try existing(place)
      return try link(id, key: place.key, into: &block) == .linked ? false : nil
    }
    let id = insertRow.insertedID
    try DistributionBlob.withBytes(of: found) { bytes in
      insertFigures.bind(1, id)
      insertFigures.bind(2, bytes)
      try insertFigures.run()
    }
    guard try link(id) else { return nil }
    block.append(found, id: id, key: place.key, scenario: place.scenario, deployment: place.deployment)
    return true
  }

  /// Links a measurement found before. The key is checked, as a removed row's id may be given again.
  func link(_ measurement: Int64, key: StableKey, into block: inout PointColumns) throws -> Link {
    findFigures.bind(1, measurement)
    defer { findFigures.reset() }
    guard try findFigures.next(), findFigures.int64(1) == key.rawValue else { return .gone }
    guard try link(measurement) else { return .linkedBefore }
    try StoredFigures.append(findFigures, to: &block)
    return .linked
  }

  private func link(_ measurement: Int64) throws -> Bool {
    insertLink.bind(1, run)
    insertLink.bind(2, measurement)
    return try insertLink.run()
  }

  private func existing(_ place: Place) throws -> Int64 {
    findRow.bind(1, place.scenario)
    findRow.bind(2, version)
    findRow.bind(3, place.deployment)
    findRow.bind(4, place.concurrency)
    guard try findRow.next() else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    let id = findRow.int64(0)
    findRow.reset()
    return id
  }

  private func bindRow(_ found: Measurement, at place: Place) {
    let row = insertRow
    row.bind(1, place.scenario)
    row.bind(2, version)
    row.bind(3, place.deployment)
    row.bind(4, place.concurrency)
    row.bind(5, place.key.rawValue)
    row.bind(6, run)
    row.bind(7, found.gpus)
    row.bind(8, Int64(found.confidence.rawValue))
    row.bind(9, found.tpsUser)
    row.bind(10, found.tpsGPU)
    row.bind(11, found.totalTpsGPU)
    row.bind(12, found.interactivity)
    row.bind(13, found.e2eTpsUser)
    row.bind(14, found.ttftMs.p50)
    row.bind(15, found.ttftMs.p90)
    row.bind(16, found.ttftMs.p99)
    row.bind(17, found.tpotMs.p50)
    row.bind(18, found.tpotMs.p90)
    row.bind(19, found.tpotMs.p99)
    row.bind(20, found.e2eMs.p50)
    row.bind(21, found.e2eMs.p99)
    row.bind(22, found.itlMs.p50)
    row.bind(23, found.itlMs.p99)
    row.bind(24, found.requestsPerSecond)
    row.bind(25, found.outputTokensPerSecond)
    row.bind(26, found.inputTokensPerSecond)
    row.bind(27, found.meanConcurrency)
    row.bind(28, found.requests)
    row.bind(29, time)
    row.bind(30, found.ttftMs.mean)
    row.bind(31, found.tpotMs.mean)
    row.bind(32, found.e2eMs.mean)
    IntervalColumns.bind(found.intervals, to: row, from: 33)
  }
}

/// Inserts failures and links them to a run, within one transaction.
struct FailureRows {
  private let upsert: BoundStatement
  private let link: BoundStatement
  private let version: Int64
  private let run: Int64
  private let time: Double

  init(_ db: Database, version: Int64, run: Int64, time: Double) throws {
    upsert = try BoundStatement(
      db,
      """
      INSERT INTO failures (scenario_id, version_id, deployment_id, concurrency, point_key, reason,
        attempts, failed_at)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?)
      ON CONFLICT DO UPDATE SET reason = excluded.reason, attempts = attempts + 1,
        failed_at = excluded.failed_at
      RETURNING id
      """)
    link = try BoundStatement(
      db, "INSERT OR IGNORE INTO run_failures (run_id, failure_id) VALUES (?, ?)")
    self.version = version
    self.run = run
    self.time = time
  }

  /// - Returns: whether the point is new among the run's failures.
  func insert(_ failure: PointFailure, at place: Place) throws -> Bool {
    upsert.bind(1, place.scenario)
    upsert.bind(2, version)
    upsert.bind(3, place.deployment)
    upsert.bind(4, place.concurrency)
    upsert.bind(5, place.key.rawValue)
    upsert.bind(6, failure.reason)
    upsert.bind(7, time)
    guard try upsert.next() else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
    let id = upsert.int64(0)
    upsert.reset()
    link.bind(1, run)
    link.bind(2, id)
    return try link.run()
  }
}
