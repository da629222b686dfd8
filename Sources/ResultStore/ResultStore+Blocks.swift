internal import GRDB
public import ServingModel

extension ResultStore {
  /// Calls `body` with the points of a run, block by block, and holds one block at a time.
  ///
  /// A block has the rows, keys and scenarios of its points and what else was asked for. It is used again for the next
  /// one. - Complexity: O(points x figures), whatever else the store holds.
  public func forEachBlock(
    of run: Int64, figures: Set<PointFigure>, deployments: Bool = false,
    _ body: (PointColumns) throws -> Void
  ) throws(StoreError) {
    let columns =
      [.id, .key, .scenario] + (deployments ? [.deployment] : []) + figures.sorted().map(BlockColumn.figure)
    try reading { db in
      let heads = try BoundStatement(
        db, "SELECT id, points FROM run_blocks WHERE run_id = ? ORDER BY id")
      let row = try BoundStatement(db, "SELECT numbers FROM run_columns WHERE id = ?")
      // Also when `body` throws: a statement left open would hold the snapshot.
      defer {
        heads.reset()
        row.reset()
      }
      heads.bind(1, run)
      var block = PointColumns()
      while try heads.next() {
        block.count = heads.int(1)
        for column in columns {
          row.bind(1, column.row(block: heads.int64(0)))
          guard try row.next(), block.decode(column, from: row.bytes(0)) else {
            throw StoreError(.corrupt("block \(heads.int64(0)) of run \(run) is incomplete"), path: path)
          }
          row.reset()
        }
        try body(block)
      }
    }
  }

  /// Every scenario of the store by its row.
  public func scenarios() throws(StoreError) -> [Int64: Scenario] {
    try reading { db in
      var found: [Int64: Scenario] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT * FROM scenarios") { found[row["id"]] = Scenario(row) }
      return found
    }
  }

  /// Calls `body` with the row, topology and MTP depth of each deployment of the store.
  public func forEachDeployment(
    _ body: (_ id: Int64, _ topology: String, _ mtp: Int) throws -> Void
  ) throws(StoreError) {
    try reading { db in
      let rows = try BoundStatement(db, "SELECT id, topology, mtp FROM deployments")
      defer { rows.reset() }
      while try rows.next() { try body(rows.int64(0), rows.text(1), rows.int(2)) }
    }
  }

  /// System, model, engine, formats and parallelism of deployments by row: those of equal shape differ in sizes alone.
  public func shapes(_ deployments: [Int64]) throws(StoreError) -> [Int64: String] {
    try reading { db in
      // The canonical text begins with system, model, engine and formats.
      let rows = try BoundStatement(
        db,
        "SELECT substr(canonical, 1, instr(canonical, ';kv=') + 14) || label FROM deployments WHERE id = ?")
      defer { rows.reset() }
      var shapes: [Int64: String] = [:]
      for deployment in deployments {
        rows.bind(1, deployment)
        if try rows.next() { shapes[deployment] = rows.text(0) }
        rows.reset()
      }
      return shapes
    }
  }
}
