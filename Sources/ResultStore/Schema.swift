internal import GRDB

/// The tables of a store and the steps that lead to them. A step, once released, is never changed.
enum Schema {
  /// `PRAGMA application_id` of a store: "Expl".
  static let applicationID = 0x4578_706c
  /// `PRAGMA user_version`: the number of steps. A file with a larger one is of a newer program.
  static let version = 4

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
    migrator.registerMigration("3 intervals") { db in
      try db.execute(sql: intervalColumns)
      try db.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4 blocks") { db in
      try db.execute(sql: blocks)
      try fillBlocks(db)
      try db.execute(sql: "PRAGMA user_version = 4")
    }
    return migrator
  }

  static func migrate(_ database: any DatabaseWriter, path: String) throws {
    while true {
      let found = try database.read { db in
        let isNew = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        if !isNew { try checkOwner(db, path: path) }
        return try userVersion(db)
      }
      guard found < version else { return }
      do {
        // The mark comes before the first table, so that nobody who opens the file in between takes it for
        // another program's.
        try database.write { db in
          let isNew = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
          if isNew { try db.execute(sql: "PRAGMA application_id = \(applicationID)") }
        }
        try migrator.migrate(database)
      } catch {
        // Another process may have made the same step meanwhile: then the file has moved on, and what
        // is left to do is found out again.
        guard try database.read(userVersion) > found else { throw error }
      }
    }
  }

  /// A store opened read-only must have every table already.
  static func checkReadable(_ db: Database, path: String) throws {
    let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    if isEmpty { throw StoreError(.empty, path: path) }
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
