internal import GRDB
internal import ServingModel

extension Schema {
  /// The figures of a run's points again, column by column: a question over millions of points reads the few columns
  /// that it needs. Rows of `run_columns` are found by number alone (see ``BlockColumn``), so both tables only grow at
  /// their ends.
  static let blocks = """
    CREATE TABLE run_blocks (
      id INTEGER PRIMARY KEY,
      run_id INTEGER NOT NULL REFERENCES runs (id),
      points INTEGER NOT NULL CHECK (points > 0)
    ) STRICT;
    CREATE INDEX run_blocks_by_run ON run_blocks (run_id);

    -- id = 64 x block + column.
    CREATE TABLE run_columns (
      id INTEGER PRIMARY KEY,
      numbers BLOB NOT NULL
    ) STRICT;
    """

  /// Makes the blocks of every run of an earlier schema, a thousand points at a time.
  static func fillBlocks(_ db: Database) throws {
    let points = try BoundStatement(
      db,
      """
      \(StoredFigures.sql) JOIN run_points p ON p.measurement_id = m.id
      WHERE p.run_id = ? ORDER BY p.measurement_id
      """)
    defer { points.reset() }
    for run in try Int64.fetchAll(db, sql: "SELECT id FROM runs ORDER BY id") {
      var block = PointColumns()
      points.bind(1, run)
      while try points.next() {
        try StoredFigures.append(points, to: &block)
        if block.count == 1_000 { try RunBlocks.insert(&block, run: run, in: db) }
      }
      try RunBlocks.insert(&block, run: run, in: db)
    }
  }
}
