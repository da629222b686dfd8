import GRDBSQLite
import ResultStore
import ServingModel

/// The same rows into the same tables with nothing but SQLite's C interface: the most that any store could
/// reach.
struct RawInserts {
  private let connection: OpaquePointer

  init(path: String) {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else { fatalError("cannot open \(path)") }
    connection = opened
    for pragma in ["synchronous = NORMAL", "wal_autocheckpoint = 8000", "cache_size = -32768"] {
      execute("PRAGMA \(pragma)")
    }
  }

  private func execute(_ sql: String) {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(connection)))")
    }
  }

  private func prepare(_ sql: String) -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(connection)))")
    }
    return statement
  }

  private func step(_ statement: OpaquePointer) {
    guard sqlite3_step(statement) == SQLITE_DONE else {
      fatalError(String(cString: sqlite3_errmsg(connection)))
    }
    sqlite3_reset(statement)
  }

  /// Inserts rows with numbers only: what each row holds does not matter, where it goes does.
  func insert(_ points: [PlacedPoint], _ measurement: Measurement, perDeployment: Int, batch: Int) {
    let marks = Array(repeating: "?", count: 44).joined(separator: ", ")
    let row = prepare("INSERT INTO measurements VALUES (\(marks))")
    let figures = prepare("INSERT INTO distributions VALUES (?, ?)")
    let link = prepare("INSERT INTO run_points VALUES (1, ?)")
    let blob = [Double](repeating: measurement.tpsUser, count: 52)
    for start in stride(from: 0, to: points.count, by: batch) {
      execute("BEGIN IMMEDIATE")
      for index in start..<min(start + batch, points.count) {
        let id = Int64(index + 1)
        sqlite3_bind_int64(row, 1, id)
        sqlite3_bind_int64(row, 2, 1)
        sqlite3_bind_int64(row, 3, 1)
        sqlite3_bind_int64(row, 4, Int64(index / perDeployment + 1))
        sqlite3_bind_int64(row, 5, Int64(points[index].point.workload.concurrency))
        sqlite3_bind_int64(row, 6, points[index].key.rawValue)
        sqlite3_bind_int64(row, 7, 1)
        sqlite3_bind_int64(row, 8, 8)
        sqlite3_bind_int64(row, 9, 1)
        for column in 10..<29 { sqlite3_bind_double(row, Int32(column), measurement.tpsUser) }
        sqlite3_bind_int64(row, 29, 200)
        sqlite3_bind_double(row, 30, 1e9)
        sqlite3_bind_int64(row, 34, 1)
        for column in (31..<45) where column != 34 {
          sqlite3_bind_double(row, Int32(column), measurement.tpsUser)
        }
        step(row)
        sqlite3_bind_int64(figures, 1, id)
        blob.withUnsafeBytes { bytes in
          _ = sqlite3_bind_blob(figures, 2, bytes.baseAddress, Int32(bytes.count), nil)
          step(figures)
        }
        sqlite3_bind_int64(link, 1, id)
        step(link)
      }
      execute("COMMIT")
    }
    for statement in [row, figures, link] { sqlite3_finalize(statement) }
  }

  func close() { sqlite3_close(connection) }
}
