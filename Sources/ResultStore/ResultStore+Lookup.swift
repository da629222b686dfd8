internal import GRDB
internal import ServingModel

extension ResultStore {
  /// What is known of points before a run measures them, in their order, on one snapshot of the store.
  public func status(of points: [PlacedPoint], in run: Run) throws(StoreError) -> [StoredStatus] {
    try reading { db in
      guard let version = try Self.versionID(run.benchmark, in: db) else {
        return points.map { _ in .absent }
      }
      let measured = try BoundStatement(
        db,
        """
        SELECT m.id,
          EXISTS (SELECT 1 FROM run_points p WHERE p.run_id = ?5 AND p.measurement_id = m.id)
        FROM measurements m
        WHERE m.scenario_id = ?1 AND m.version_id = ?2 AND m.deployment_id = ?3 AND m.concurrency = ?4
        """)
      let failed = try BoundStatement(
        db,
        """
        SELECT 1 FROM failures f JOIN run_failures r ON r.run_id = ?5 AND r.failure_id = f.id
        WHERE f.scenario_id = ?1 AND f.version_id = ?2 AND f.deployment_id = ?3 AND f.concurrency = ?4
        """)
      var ids = PlaceIDs()
      // A new deployment is looked up once, not once per point.
      var missing: StableKey?
      return try points.map { placed in
        if missing == placed.deploymentKey { return .absent }
        guard let deployment = try ids.deployment(placed.deploymentKey, in: db) else {
          missing = placed.deploymentKey
          return .absent
        }
        guard let scenario = try ids.scenario(of: placed.point, in: db) else { return .absent }
        func bind(_ statement: BoundStatement) {
          statement.bind(1, scenario)
          statement.bind(2, version)
          statement.bind(3, deployment)
          statement.bind(4, placed.point.workload.concurrency)
          statement.bind(5, run.id)
        }
        bind(measured)
        var stored: Int64?
        if try measured.next() {
          let isInRun = measured.int64(1) == 1
          stored = measured.int64(0)
          measured.reset()
          if isInRun { return .inRun }
        }
        bind(failed)
        if try failed.next() {
          failed.reset()
          return .inRun
        }
        return stored.map { .stored(measurement: $0) } ?? .absent
      }
    }
  }

  static func versionID(_ benchmark: BenchmarkVersion, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM benchmark_versions WHERE method = ? AND version = ?",
      arguments: [benchmark.method, benchmark.version])
  }
}
