internal import Foundation
internal import GRDB

/// Checks of the file itself, made before SQLite touches it, for messages that name the cause.
struct StoreFile {
  var path: String

  func check(access: ResultStore.Access) throws(StoreError) {
    var isDirectory: ObjCBool = false
    let files = FileManager.default
    if files.fileExists(atPath: path, isDirectory: &isDirectory) {
      guard !isDirectory.boolValue else { throw StoreError(.isDirectory, path: path) }
      guard files.isReadableFile(atPath: path) else { throw StoreError(.unreadable, path: path) }
      guard access == .readOnly || files.isWritableFile(atPath: path) else {
        throw StoreError(.readOnly, path: path)
      }
      try checkHeader()
      // Whoever has the store open has made the files beside it that reading needs.
      guard access == .readWrite || !files.fileExists(atPath: path + "-shm") else { return }
    } else if access == .readOnly {
      throw StoreError(.missing, path: path)
    }
    try checkDirectory()
  }

  /// SQLite keeps two files beside the store while it is open, so the directory must be writable too.
  private func checkDirectory() throws(StoreError) {
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: parent, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { throw StoreError(.directoryMissing(parent), path: path) }
    guard FileManager.default.isWritableFile(atPath: parent) else {
      throw StoreError(.directoryUnwritable(parent), path: path)
    }
  }

  /// The first bytes of every SQLite file are the same; an empty file is a store not yet written.
  private func checkHeader() throws(StoreError) {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw StoreError(.unreadable, path: path)
    }
    defer { try? handle.close() }
    let magic = Data("SQLite format 3\0".utf8)
    let start = (try? handle.read(upToCount: magic.count)) ?? Data()
    guard start.isEmpty || start == magic else { throw StoreError(.notADatabase, path: path) }
  }

  /// Refuses a database of another program or of a newer version without changing a byte of it.
  func checkIdentity(_ configuration: Configuration) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try database.read { db in
      let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      if tables > 0 { try Schema.checkOwner(db, path: path) }
    }
    try database.close()
  }
}
