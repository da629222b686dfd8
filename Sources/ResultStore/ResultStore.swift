internal import Foundation
internal import GRDB

/// Every point that was ever measured or predicted, in one SQLite file.
///
/// Safe to use from many threads and from several processes at once: readers never wait, writers wait for
/// each other. The schema is described in `docs/store.md`.
public final class ResultStore: Sendable {
  /// Who may change the file.
  public enum Access: Sendable, Hashable {
    /// Opens the file, creating it where there is none, and brings its schema up to date.
    case readWrite
    /// Opens a file that exists and changes nothing, not even its schema.
    case readOnly
  }

  /// What a power cut may cost. A crash of the program alone never costs a committed row.
  public enum Durability: String, Sendable, Hashable {
    /// The last transactions before a power cut may be lost: right for points that cost milliseconds.
    case simulated = "NORMAL"
    /// Every transaction is on the disk before it counts: right for points that cost GPU time.
    case measured = "FULL"
  }

  public let path: String
  public let access: Access
  let database: any DatabaseWriter

  /// - Parameter busyTimeout: how long to wait for another process that writes, seconds.
  public init(
    path: String, access: Access = .readWrite, durability: Durability = .simulated,
    busyTimeout: Double = 10
  ) throws(StoreError) {
    try StoreFile(path: path).check(access: access)
    self.path = path
    self.access = access
    let lock = OpeningLock(storePath: path, access: access)
    defer { withExtendedLifetime(lock) {} }
    do {
      var configuration = StoreConfiguration.make(durability: durability, busyTimeout: busyTimeout)
      switch access {
      case .readWrite:
        // Looked at before WAL mode is set: a file of another program stays as it was.
        try StoreFile(path: path).checkIdentity(configuration)
        database = try DatabasePool(path: path, configuration: configuration)
        try Schema.migrate(database, path: path)
      case .readOnly:
        configuration.readonly = true
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.read { db in try Schema.checkReadable(db, path: path) }
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Closes the file; later calls fail. A store that is let go closes by itself.
  public func close() throws(StoreError) {
    do { try database.close() } catch { throw StoreError(error, path: path) }
  }

  /// Runs `body` on one snapshot of the store.
  func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try database.read(body) } catch { throw StoreError(error, path: path) }
  }

  /// Runs `body` in one transaction, alone among all processes.
  func writing<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    guard access == .readWrite else { throw StoreError(.readOnly, path: path) }
    do { return try database.write(body) } catch { throw StoreError(error, path: path) }
  }
}

/// How connections are set up.
enum StoreConfiguration {
  static func make(durability: ResultStore.Durability, busyTimeout: Double) -> Configuration {
    var configuration = Configuration()
    configuration.label = "explore.store"
    configuration.busyMode = .timeout(busyTimeout)
    configuration.maximumReaderCount = 4
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      // Negative: KiB. A sweep's indexes stay in memory up to some million points.
      try db.execute(sql: "PRAGMA cache_size = -32768")
      guard !db.configuration.readonly else { return }
      try db.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
      try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
    }
    return configuration
  }
}
