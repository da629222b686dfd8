internal import GRDB
public import ServingModel

extension ResultStore {
  /// Full measurements and deployments of stored points, in the order asked; ids that are gone are left
  /// out.
  public func details(_ ids: [Int64]) throws(StoreError) -> [StoredResult] {
    var results: [StoredResult] = []
    results.reserveCapacity(ids.count)
    try forEachResult(ids) { results.append($0) }
    return results
  }

  /// The same one by one, for more points than may be held.
  public func forEachResult(
    _ ids: [Int64], _ body: (StoredResult) throws -> Void
  ) throws(StoreError) {
    // Neighbours in the file are read together, whatever the order asked.
    let fetched = 8_192
    try reading { db in
      let statement = try BoundStatement(db, ResultRows.sql + " WHERE m.id = ?")
      defer { statement.reset() }
      var rows = ResultRows(db, path: path)
      for start in stride(from: 0, to: ids.count, by: fetched) {
        let asked = ids[start..<min(start + fetched, ids.count)]
        var found: [Int64: StoredResult] = [:]
        for id in asked.sorted() {
          statement.bind(1, id)
          if try statement.next() { found[id] = try rows.result(statement) }
          statement.reset()
        }
        for id in asked {
          if let result = found[id] { try body(result) }
        }
      }
    }
  }

  /// Calls `body` with every measured point of a run, and holds none of them.
  public func forEachResult(
    of run: Int64, _ body: (StoredResult) throws -> Void
  ) throws(StoreError) {
    let condition =
      " JOIN run_points p ON p.measurement_id = m.id WHERE p.run_id = ? ORDER BY p.measurement_id"
    try forEach(condition, run, body)
  }

  /// The stored results of a point by its key, one per benchmark version that measured it.
  /// - Complexity: O(points in the store): keys have no index, as nothing but a person asks by key.
  public func results(key: StableKey) throws(StoreError) -> [StoredResult] {
    var results: [StoredResult] = []
    try forEach(" WHERE m.point_key = ?", key.rawValue) { results.append($0) }
    return results
  }

  private func forEach(
    _ condition: String, _ argument: Int64, _ body: (StoredResult) throws -> Void
  ) throws(StoreError) {
    try reading { db in
      let statement = try BoundStatement(db, ResultRows.sql + condition)
      // Also when `body` throws: a statement left open would hold the snapshot.
      defer { statement.reset() }
      statement.bind(1, argument)
      var rows = ResultRows(db, path: path)
      while try statement.next() { try body(rows.result(statement)) }
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
}
