internal import GRDB

extension ResultStore {
  /// Removes a run and the points that no other run holds. The file's space is used again by later runs.
  /// - Throws: ``StoreError/Cause/runInUse(_:)`` while a process works on the run.
  public func removeRun(_ id: Int64) throws(StoreError) {
    guard let lock = RunLock(storePath: path, run: id) else {
      throw StoreError(.runInUse(id), path: path)
    }
    defer { withExtendedLifetime(lock) {} }
    let path = self.path
    try writing { db in
      // Runs are few and points many: for each point the other runs are asked one by one, by key.
      let others = """
        SELECT r.id FROM runs r CROSS JOIN run_points p
        ON p.run_id = r.id AND p.measurement_id = m.id WHERE r.id <> ?1
        """
      let mine = "SELECT measurement_id FROM run_points WHERE run_id = ?1"
      try db.execute(
        sql: """
          CREATE TEMP TABLE unused AS
          SELECT m.id FROM measurements m WHERE m.id IN (\(mine)) AND NOT EXISTS (\(others))
          """, arguments: [id])
      try db.execute(
        sql: """
          DELETE FROM distributions WHERE measurement_id IN (SELECT id FROM unused);
          DELETE FROM measurements WHERE id IN (SELECT id FROM unused);
          DROP TABLE unused;
          """)
      try db.execute(
        sql: "UPDATE measurements AS m SET run_id = (\(others) LIMIT 1) WHERE m.run_id = ?1",
        arguments: [id])
      try db.execute(
        sql: """
          DELETE FROM failures WHERE id IN (SELECT failure_id FROM run_failures WHERE run_id = ?1)
            AND id NOT IN (SELECT failure_id FROM run_failures WHERE run_id <> ?1)
          """, arguments: [id])
      try RunBlocks.remove(run: id, in: db)
      for table in ["run_points", "run_failures"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE run_id = ?", arguments: [id])
      }
      try db.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id])
      guard db.changesCount == 1 else { throw StoreError(.noSuchRun(id), path: path) }
    }
  }
}
