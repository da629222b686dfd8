import GRDBSQLite

/// The rows of a store, put into the same tables with nothing but SQLite's C interface: the most that any store could
/// reach.
///
/// Tables and rows are read from the finished store, so that nothing here has to know its schema.
struct RawRows {
  private let schema: [String]
  private let tables: [Table]
  private let transactions: Int

  private struct Table {
    var name: String
    var columns: Int
    /// Row after row.
    var values: [Value]
    var rows: Int { values.count / columns }
  }

  private enum Value {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
  }

  /// - Parameter transactions: how many the rows are spread over, as they were when they were recorded.
  init(of path: String, transactions: Int) throws {
    let connection = SQLiteConnection(path)
    defer { connection.close() }
    self.transactions = transactions
    // Tables before what hangs on them.
    schema = connection.texts(
      """
      SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
      ORDER BY type <> 'table', rowid
      """)
    let names = connection.texts(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
    let all = names.map { name in
      var values: [Value] = []
      var columns = 1
      connection.forEachRow("SELECT * FROM \"\(name)\"") { statement in
        columns = Int(sqlite3_column_count(statement))
        for column in 0..<Int32(columns) { values.append(Self.value(statement, column)) }
      }
      return Table(name: name, columns: columns, values: values)
    }
    tables = all.filter { $0.rows > 0 }
  }

  private static func value(_ statement: OpaquePointer, _ column: Int32) -> Value {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT: return .text(String(cString: sqlite3_column_text(statement, column)))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, column))
      return .blob(
        sqlite3_column_blob(statement, column).map {
          Array(UnsafeRawBufferPointer(start: $0, count: count))
        } ?? [])
    default: return .null
    }
  }

  /// Makes a store of the same content, under the store's own settings.
  func insert(into path: String) {
    let connection = SQLiteConnection(path)
    for pragma in [
      "journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 8000", "cache_size = -32768",
    ] { connection.execute("PRAGMA \(pragma)") }
    for statement in schema { connection.execute(statement) }
    let statements = tables.map { table in
      let marks = Array(repeating: "?", count: table.columns).joined(separator: ", ")
      return connection.prepare("INSERT INTO \"\(table.name)\" VALUES (\(marks))")
    }
    for turn in 0..<transactions {
      connection.execute("BEGIN IMMEDIATE")
      for (table, statement) in zip(tables, statements) {
        for row in table.rows * turn / transactions..<table.rows * (turn + 1) / transactions {
          insert(table, row, statement)
          connection.step(statement)
        }
      }
      connection.execute("COMMIT")
    }
    for statement in statements { sqlite3_finalize(statement) }
    connection.close()
  }

  private func insert(_ table: Table, _ row: Int, _ statement: OpaquePointer) {
    for column in 0..<table.columns {
      let place = Int32(column + 1)
      switch table.values[row * table.columns + column] {
      case .null: sqlite3_bind_null(statement, place)
      case .integer(let value): sqlite3_bind_int64(statement, place, value)
      case .real(let value): sqlite3_bind_double(statement, place, value)
      // The array outlives the statement's step only if SQLite takes a copy.
      case .text(let value): sqlite3_bind_text(statement, place, value, -1, SQLiteConnection.copied)
      case .blob(let bytes):
        sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), SQLiteConnection.copied)
      }
    }
  }
}

/// A connection whose every mistake ends the benchmark.
struct SQLiteConnection {
  /// `SQLITE_TRANSIENT`, a macro that Swift does not see.
  static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  private let pointer: OpaquePointer

  init(_ path: String) {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { fatalError("cannot open \(path)") }
    pointer = opened
  }

  func close() { sqlite3_close(pointer) }

  private var problem: String { String(cString: sqlite3_errmsg(pointer)) }

  func execute(_ sql: String) {
    guard sqlite3_exec(pointer, sql, nil, nil, nil) == SQLITE_OK else { fatalError("\(sql): \(problem)") }
  }

  func prepare(_ sql: String) -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(pointer, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      fatalError("\(sql): \(problem)")
    }
    return statement
  }

  /// Runs a prepared statement that returns no rows.
  func step(_ statement: OpaquePointer) {
    guard sqlite3_step(statement) == SQLITE_DONE else { fatalError(problem) }
    sqlite3_reset(statement)
  }

  func forEachRow(_ sql: String, _ body: (OpaquePointer) -> Void) {
    let statement = prepare(sql)
    while sqlite3_step(statement) == SQLITE_ROW { body(statement) }
    sqlite3_finalize(statement)
  }

  func texts(_ sql: String) -> [String] {
    var found: [String] = []
    forEachRow(sql) { found.append(String(cString: sqlite3_column_text($0, 0))) }
    return found
  }
}
