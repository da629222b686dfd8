internal import GRDB
internal import ServingModel

/// Makes one large block of many small ones, while a run is written.
///
/// A batch of points is a block, and its columns lie among the rows of its points: a question over millions of points
/// would read them from as many places of the file. A merged block takes new room at the end of the file, column by
/// column, and the rows that come later fill the room that becomes free.
struct BlockMerge {
  /// Small blocks of the run that is written; nil before they were counted.
  private var small: Int?

  /// Points of a block that is not merged again.
  private static let large = 16_384
  private static let together = 64

  /// Takes note of a new block of a run, and merges what has gathered.
  mutating func noteBlock(of run: Int64, in db: Database) throws {
    // Counted where a run goes on, by the transaction that adds the first block.
    let count = try small.map { $0 + 1 } ?? Self.smallBlocks(of: run, in: db).count
    small = count
    guard count >= Self.together else { return }
    // More than one group where a run of an older store goes on.
    var blocks = try Self.smallBlocks(of: run, in: db)[...]
    while blocks.count >= Self.together {
      try Self.merge(blocks.prefix(Self.together), of: run, in: db)
      blocks = blocks.dropFirst(Self.together)
    }
    small = blocks.count
  }

  /// After a transaction that was taken back.
  mutating func forget() { small = nil }

  private static func smallBlocks(
    of run: Int64, in db: Database
  ) throws -> [(block: Int64, points: Int)] {
    try Row.fetchAll(
      db,
      sql: "SELECT id, points FROM run_blocks WHERE run_id = ? AND points < \(large) ORDER BY id",
      arguments: [run]
    ).map { ($0["id"], $0["points"]) }
  }

  private static func merge(
    _ blocks: ArraySlice<(block: Int64, points: Int)>, of run: Int64, in db: Database
  ) throws {
    let row = try BoundStatement(db, "SELECT numbers FROM run_columns WHERE id = ?")
    var merged = PointColumns()
    for (block, points) in blocks {
      var columns = PointColumns()
      columns.count = points
      for column in BlockColumn.all {
        row.bind(1, column.row(block: block))
        // What is damaged stays as it is, for a question to tell.
        guard try row.next(), columns.decode(column, from: row.bytes(0)) else {
          row.reset()
          return
        }
        row.reset()
      }
      merged.append(columns)
    }
    try RunBlocks.insert(&merged, run: run, in: db)
    for (block, _) in blocks { try RunBlocks.remove(block: block, in: db) }
  }
}
