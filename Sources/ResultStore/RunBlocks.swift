internal import GRDB
internal import ServingModel

/// Writes and removes the blocks of runs, within a transaction.
enum RunBlocks {
  /// Stores a block and empties it; does nothing with an empty one.
  static func insert(_ block: inout PointColumns, run: Int64, in db: Database) throws {
    guard block.count > 0 else { return }
    let head = try BoundStatement(db, "INSERT INTO run_blocks (run_id, points) VALUES (?, ?)")
    head.bind(1, run)
    head.bind(2, block.count)
    try head.run()
    let number = head.insertedID
    let row = try BoundStatement(db, "INSERT INTO run_columns (id, numbers) VALUES (?, ?)")
    var bytes: [UInt8] = []
    for column in BlockColumn.all {
      block.encode(column, into: &bytes)
      row.bind(1, column.row(block: number))
      bytes.withUnsafeBytes { row.bind(2, $0) }
      try row.run()
    }
    block = PointColumns()
  }

  static func remove(run: Int64, in db: Database) throws {
    for block in try Int64.fetchAll(db, sql: "SELECT id FROM run_blocks WHERE run_id = ?", arguments: [run]) {
      try remove(block: block, in: db)
    }
  }

  static func remove(block: Int64, in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM run_columns WHERE id BETWEEN ? AND ?")
      .execute(arguments: [block << 6, block << 6 | 63])
    try db.cachedStatement(sql: "DELETE FROM run_blocks WHERE id = ?").execute(arguments: [block])
  }
}
