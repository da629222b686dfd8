import GRDB

/// A row as text by column name.
enum RowValues {
  static func first(_ db: Database, _ sql: String) throws -> [String: String] {
    guard let row = try Row.fetchOne(db, sql: sql) else { return [:] }
    return Dictionary(
      row.map { name, value in (name, value.isNull ? "" : String.fromDatabaseValue(value) ?? "\(value)") },
      uniquingKeysWith: { first, _ in first })
  }
}
