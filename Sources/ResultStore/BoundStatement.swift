internal import GRDB
internal import GRDBSQLite

/// A prepared statement whose values are bound straight through SQLite's C interface: several times faster
/// than records and arguments, for the few statements that run once per point.
struct BoundStatement {
  private let statement: Statement
  private let handle: SQLiteStatement
  private let connection: SQLiteConnection

  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    guard let open = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    connection = open
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  // MARK: Arguments (positions from 1)

  func bind(_ position: Int32, _ value: Int64) { sqlite3_bind_int64(handle, position, value) }
  func bind(_ position: Int32, _ value: Int) { sqlite3_bind_int64(handle, position, Int64(value)) }
  func bind(_ position: Int32, _ value: Double) { sqlite3_bind_double(handle, position, value) }

  func bindNull(_ position: Int32) { sqlite3_bind_null(handle, position) }

  func bind(_ position: Int32, _ value: String) {
    sqlite3_bind_text(handle, position, value, -1, Self.copy)
  }

  func bind(_ position: Int32, _ bytes: UnsafeRawBufferPointer) {
    sqlite3_bind_blob(handle, position, bytes.baseAddress, Int32(bytes.count), Self.copy)
  }

  /// Tells SQLite to take a copy, as the value may be gone when the statement runs.
  private static var copy: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  // MARK: Running

  /// Runs a statement without results to its end, ready to be bound again.
  /// - Returns: whether it changed a row.
  @discardableResult
  func run() throws -> Bool {
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
    sqlite3_reset(handle)
    return sqlite3_changes(connection) > 0
  }

  /// Goes to the next row of the result; after the last one, resets and says no.
  func next() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    case let code: throw failure(code)
    }
  }

  func reset() { sqlite3_reset(handle) }

  /// The id of the row last inserted on this connection.
  var insertedID: Int64 { sqlite3_last_insert_rowid(connection) }

  private func failure(_ code: Int32) -> DatabaseError {
    let message = sqlite3_errmsg(connection).map { String(cString: $0) }
    sqlite3_reset(handle)
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }

  // MARK: Results (columns from 0)

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  func text(_ column: Int32) -> String {
    sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
  }

  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: sqlite3_column_blob(handle, column), count: Int(sqlite3_column_bytes(handle, column)))
  }
}
