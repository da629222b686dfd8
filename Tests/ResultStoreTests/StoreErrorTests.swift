import Foundation
import GRDB
import Testing

@testable import ResultStore

/// Every way in which a file can be wrong, with real files.
@Suite struct StoreErrorTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("explore.sqlite")
  }

  private func cause(access: ResultStore.Access = .readWrite, at other: String? = nil) -> StoreError.Cause? {
    do {
      _ = try ResultStore(path: other ?? path, access: access).counts()
      return nil
    } catch { return error.cause }
  }

  private func contents() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func aTextFileIsNotADatabaseAndStaysAsItIs() throws {
    let text = Data(String(repeating: "deployments: [a, b]\n", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: path))
    #expect(cause() == .notADatabase)
    #expect(cause(access: .readOnly) == .notADatabase)
    #expect(try contents() == text)
  }

  @Test func aDamagedHeaderIsNotADatabase() throws {
    var bytes = Data("SQLite format 3\0".utf8)
    bytes.append(Data(repeating: 0x5a, count: 8192))
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(cause() == .notADatabase)
  }

  @Test func anotherProgramsDatabaseStaysAsItIs() throws {
    let database = try DatabaseQueue(path: path)
    try database.write { db in try db.execute(sql: "CREATE TABLE songs (title TEXT)") }
    try database.close()
    let before = try contents()
    #expect(cause() == .notAStore)
    #expect(try contents() == before)
  }

  @Test func aNewerStoreStaysAsItIs() throws {
    try ResultStore(path: path).close()
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA user_version = 99") }
    try database.close()
    let newer = StoreError.Cause.newer(found: 99, known: Schema.version)
    #expect(cause() == newer)
    #expect(cause(access: .readOnly) == newer)
  }

  @Test func unknownStepsAreOfANewerProgram() throws {
    try ResultStore(path: path).close()
    let database = try DatabaseQueue(path: path)
    try database.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 something else')")
    }
    try database.close()
    #expect(cause() == .newer(found: Schema.version, known: Schema.version))
  }

  @Test func anOlderStoreIsNotMigratedReadOnly() throws {
    let database = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(database, upTo: "1 runs, points, measurements")
    try database.close()
    #expect(cause(access: .readOnly) == .older(found: 1, known: Schema.version))
    #expect(cause() == nil)
  }

  @Test func readOnlyAccessWritesNothing() throws {
    #expect(cause(access: .readOnly) == .missing)
    try ResultStore(path: path).addRun([Sample.point(1)])
    let store = try ResultStore(path: path, access: .readOnly)
    #expect(try store.counts().measurements == 1)
    #expect(throws: StoreError(.readOnly, path: path)) {
      try store.beginRun(Sample.identity(), benchmark: Sample.benchmark)
    }
    #expect(throws: StoreError(.readOnly, path: path)) { try store.removeRun(1) }
  }

  @Test(.enabled(if: geteuid() != 0, "permissions do not bind root"))
  func aFileWithoutWritePermissionIsReadOnly() throws {
    try ResultStore(path: path).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(cause() == .readOnly)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(cause() == .unreadable)
  }

  @Test func missingAndWrongDirectories() {
    let absent = directory.path("no/such")
    #expect(cause(at: absent + "/explore.sqlite") == .directoryMissing(absent))
    #expect(cause(at: directory.url.path) == .isDirectory)
  }

  /// The kernel's own file system takes no new files, not even from root.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func aDirectoryThatTakesNoFiles() throws {
    let found = try #require(cause(at: "/proc/explore.sqlite"))
    switch found {
    case .directoryUnwritable("/proc"), .inputOutput: break
    default: Issue.record("\(found)")
    }
  }

  @Test func aFileCutShortIsCorrupt() throws {
    try ResultStore(path: path).addRun((0..<200).map { Sample.point($0) })
    let whole = try contents()
    for part in [4096, whole.count / 2, whole.count / 2 + 1000, whole.count - 4096] {
      try whole.prefix(part).write(to: URL(fileURLWithPath: path))
      let found = try #require(cause(), "cut at \(part)")
      guard case .corrupt = found else {
        Issue.record("cut at \(part): \(found)")
        continue
      }
    }
  }

  @Test func anotherWriterLocks() throws {
    try ResultStore(path: path).close()
    let database = try DatabaseQueue(path: path)
    let store = try ResultStore(path: path, busyTimeout: 0.05)
    try database.inTransaction(.immediate) { _ throws in
      #expect(throws: StoreError(.locked, path: path)) {
        try store.beginRun(Sample.identity(), benchmark: Sample.benchmark)
      }
      // Readers do not wait.
      #expect(try store.counts().runs == 0)
      return .rollback
    }
    #expect(try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run.id == 1)
  }

  @Test func aFullDiskLosesNothingThatWasStored() throws {
    let store = try ResultStore(path: path)
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    let recorder = try RunRecorder(store: store, run: run)
    func batch(_ numbers: Range<Int>) -> [RecordedPoint] {
      numbers.map { RecordedPoint(PlacedPoint(Sample.point($0)), .measured(Sample.measurement(1))) }
    }
    try recorder.record(batch(0..<50))
    // SQLite's own limit of pages gives the same result code as a disk without space.
    try store.writing { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + 2)")
    }
    #expect(throws: StoreError(.diskFull, path: path)) { try recorder.record(batch(50..<500)) }
    #expect(try store.counts().measurements == 50)
    #expect(try store.run(run.id).counters.measured == 50)
    try store.writing { db in
      _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1000000")
    }
    #expect(try recorder.record(batch(50..<500)).measured == 500)
  }

  @Test func everyMessageSaysWhatWhereAndWhatWouldMendIt() {
    let causes: [StoreError.Cause] = [
      .missing, .isDirectory, .unreadable, .directoryMissing("/d"), .directoryUnwritable("/d"),
      .notADatabase, .notAStore, .newer(found: 9, known: 2), .older(found: 1, known: 2), .readOnly,
      .locked, .diskFull, .corrupt("x"), .noSuchRun(3), .runInUse(3), .pointsRemoved, .inputOutput("x"),
    ]
    for cause in causes {
      let text = "\(StoreError(cause, path: "/s.sqlite"))"
      #expect(text.contains("/s.sqlite") && (text.contains(";") || text.contains("run it again")), "\(text)")
    }
  }
}
