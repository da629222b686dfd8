import Foundation
import GRDB
import Testing

@testable import ResultStore

@Suite struct MigrationTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("explore.sqlite")
  }

  private func schema() throws -> [String] {
    let database = try DatabaseQueue(path: path)
    return try database.read { db in
      try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        + [try String.fetchOne(db, sql: "PRAGMA user_version") ?? ""]
    }
  }

  @Test func anEmptyFileBecomesAStore() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    try ResultStore(path: path).addRun([Sample.point(1)])
    #expect(try ResultStore(path: path).counts().measurements == 1)
  }

  @Test func manyMayOpenANewStoreAtOnce() {
    for round in 0..<10 {
      let path = directory.path("new-\(round).sqlite")
      DispatchQueue.concurrentPerform(iterations: 8) { index in
        #expect(throws: Never.self) {
          try ResultStore(path: path).addRun([Sample.point(index)], space: "a: \(index)\n")
        }
      }
    }
  }

  @Test func everyEarlierStepLeadsToTheSameSchemaAndKeepsItsRows() throws {
    let reference = directory.path("reference.sqlite")
    try ResultStore(path: reference).close()
    let names = Schema.migrator.migrations
    #expect(names.count == Schema.version)
    for (index, name) in names.enumerated() {
      let path = directory.path("from-\(index).sqlite")
      let database = try DatabaseQueue(path: path)
      try Schema.migrator.migrate(database, upTo: name)
      try database.write { db in
        try db.execute(sql: "INSERT INTO benchmark_versions (method, version) VALUES ('m', 'v')")
      }
      try database.close()
      try ResultStore(path: path).addRun([Sample.point(1)])
      let store = try ResultStore(path: path)
      #expect(try store.counts().measurements == 1)
      let versions = try store.reading { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM benchmark_versions")
      }
      #expect(versions == 2)
    }
  }

  @Test func userVersionCountsTheSteps() throws {
    try ResultStore(path: path).close()
    #expect(try schema().last == "\(Schema.version)")
  }

  @Test func manyOpeningANewFileAtOnceMakeOneSchema() async throws {
    for file in 0..<12 {
      let path = directory.path("\(file).sqlite")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { try ResultStore(path: path).close() } }
        try await group.waitForAll()
      }
      #expect(try ResultStore(path: path).counts().runs == 0)
    }
  }
}
