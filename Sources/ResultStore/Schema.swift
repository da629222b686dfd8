internal import GRDB

/// The tables of a store and the steps that lead to them. A step, once released, is never changed.
enum Schema {
  /// `PRAGMA application_id` of a store: "Expl".
  static let applicationID = 0x4578_706c
  /// `PRAGMA user_version`: the number of steps. A file with a larger one is of a newer program.
  static let version = 2

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs, points, measurements") { db in
      try db.execute(sql: tables)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2 view of results") { db in
      try db.execute(sql: resultsView)
      try db.execute(sql: "PRAGMA user_version = 2")
    }
    return migrator
  }

  static func migrate(_ database: any DatabaseWriter, path: String) throws {
    let isCurrent = try database.read { db in
      let isNew = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
      if !isNew { try checkOwner(db, path: path) }
      return try !isNew && userVersion(db) == version && migrator.hasCompletedMigrations(db)
    }
    if !isCurrent { try migrator.migrate(database) }
  }

  /// A store opened read-only must have every table already.
  static func checkReadable(_ db: Database, path: String) throws {
    try checkOwner(db, path: path)
    let found = try userVersion(db)
    guard found == version else { throw StoreError(.older(found: found, known: version), path: path) }
  }

  static func checkOwner(_ db: Database, path: String) throws {
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard application == applicationID else { throw StoreError(.notAStore, path: path) }
    let found = try userVersion(db)
    guard found <= version else { throw StoreError(.newer(found: found, known: version), path: path) }
    guard try !migrator.hasBeenSuperseded(db) else {
      throw StoreError(.newer(found: found, known: version), path: path)
    }
  }

  private static func userVersion(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }
}
