internal import GRDB
public import ServingModel

extension ResultStore {
  /// Full measurements and deployments of stored points, in the order asked; ids that are gone are left
  /// out.
  public func details(_ ids: [Int64]) throws(StoreError) -> [StoredResult] {
    var results: [StoredResult] = []
    results.reserveCapacity(ids.count)
    try reading { db in
      let statement = try db.cachedStatement(sql: Self.detailSQL + " WHERE m.id = ?")
      for id in ids {
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
        results.append(try StoredResult(row, path: path))
      }
    }
    return results
  }

  /// Calls `body` with every measured point of a run, and holds none of them.
  public func forEachResult(
    of run: Int64, _ body: (StoredResult) throws -> Void
  ) throws(StoreError) {
    let sql =
      Self.detailSQL
      + " JOIN run_points p ON p.measurement_id = m.id WHERE p.run_id = ? ORDER BY p.measurement_id"
    try reading { db in
      let rows = try Row.fetchCursor(db, sql: sql, arguments: [run])
      while let row = try rows.next() { try body(StoredResult(row, path: path)) }
    }
  }

  /// The stored results of a point by its key, one per benchmark version that measured it.
  /// - Complexity: O(points in the store): keys have no index, as nothing but a person asks by key.
  public func results(key: StableKey) throws(StoreError) -> [StoredResult] {
    try reading { db in
      try Row.fetchAll(db, sql: Self.detailSQL + " WHERE m.point_key = ?", arguments: [key.rawValue])
        .map { try StoredResult($0, path: path) }
    }
  }

  /// The points of a run that could not be measured.
  public func failures(of run: Int64) throws(StoreError) -> [StoredFailure] {
    let sql = """
      SELECT f.*, s.*, d.canonical FROM run_failures r JOIN failures f ON f.id = r.failure_id
      JOIN scenarios s ON s.id = f.scenario_id JOIN deployments d ON d.id = f.deployment_id
      WHERE r.run_id = ? ORDER BY f.id
      """
    return try reading { db in
      try Row.fetchAll(db, sql: sql, arguments: [run]).map { row in
        StoredFailure(
          point: try Point(row, path: path), reason: row["reason"], attempts: row["attempts"])
      }
    }
  }

  public func counts() throws(StoreError) -> StoreCounts {
    try reading { db in
      func count(_ table: String) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
      }
      return StoreCounts(
        runs: try count("runs"), measurements: try count("measurements"),
        failures: try count("failures"), deployments: try count("deployments"))
    }
  }

  private static let detailSQL = """
    SELECT s.*, m.*, m.id AS measurement, d.canonical, d.label, v.method, v.version, x.figures
    FROM measurements m
    JOIN scenarios s ON s.id = m.scenario_id
    JOIN deployments d ON d.id = m.deployment_id
    JOIN benchmark_versions v ON v.id = m.version_id
    JOIN distributions x ON x.measurement_id = m.id
    """
}
