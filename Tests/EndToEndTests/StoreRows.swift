import Foundation
import GRDB

/// What a store holds of its measurements but for row numbers and times, which depend on the order of arrival.
struct StoreRows: Equatable {
  /// By point: every column of a result, and all percentiles.
  var results: [String: String] = [:]
  var repeated = 0

  init(_ path: String) throws {
    let rows = try Self.read(path) { db in
      let left = ["run", "measurement_id", "measured_at"]
      let columns = try db.columns(in: "results").map(\.name).filter { !left.contains($0) }
      // One text a row, put together by SQLite: thousands of rows are compared.
      let text = columns.map { "quote(r.\($0))" }.joined(separator: " || ',' || ")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT r.point, \(text) || hex(d.figures) FROM results r
          JOIN distributions d ON d.measurement_id = r.measurement_id
          JOIN run_points p ON p.measurement_id = r.measurement_id
          """)
    }
    for row in rows where results.updateValue(row[1], forKey: row[0]) != nil { repeated += 1 }
  }

  /// Points stored so far; none where there is no store yet.
  static func count(_ path: String) -> Int {
    (try? read(path) { try Int.fetchOne($0, sql: "SELECT count(*) FROM run_points") }) ?? 0
  }

  private static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read(body)
  }
}
