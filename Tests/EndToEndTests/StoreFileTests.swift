import Foundation
import GRDB
import Testing

@Suite struct StoreFileTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  private func question(_ store: String) -> [String] {
    ["frontier"] + SampleSpace.question + ["--quiet", "--store", store]
  }

  /// Every command that opens a store refuses the file and leaves its bytes alone.
  private func expectRefusal(_ store: String, saying words: String) throws {
    let before = try? place.bytes(store)
    for command in [
      question(store), ["pick"] + question(store).dropFirst(), ["sweep", "small.yaml", "--store", store],
      ["runs", "list", "--store", store], ["runs", "show", "1", "--store", store],
    ] { try place.expectRefusal(command, code: 1, saying: store, words) }
    #expect((try? place.bytes(store)) == before, "\(store) was changed")
  }

  @Test func anEmptyFileBecomesAStore() throws {
    try place.write("", to: "a.sqlite")
    #expect(try place.begin(question("a.sqlite")).wait().exitCode == 0)
    #expect(try StoreRows(place.path("a.sqlite")).results.count == 24)
  }

  @Test func filesThatAreNoStoreStayAsTheyAre() throws {
    try place.write("These are my notes, not a database.\n", to: "notes.txt")
    try place.write("SQLite format 3\0", to: "start.sqlite")
    let other = try DatabaseQueue(path: place.path("other.sqlite"))
    try other.write { try $0.execute(sql: "CREATE TABLE mine (a); INSERT INTO mine VALUES (1)") }
    try other.close()
    try expectRefusal("notes.txt", saying: "is not an SQLite database")
    try expectRefusal("start.sqlite", saying: "is not an SQLite database")
    try expectRefusal("other.sqlite", saying: "is a database of another program")
  }

  @Test func damagedAndNewerStoresStayAsTheyAre() throws {
    #expect(try place.begin(question("good.sqlite")).wait().exitCode == 0)
    let good = try place.bytes("good.sqlite")
    for length in [57, 4097, 20_000] {
      try place.write(good.prefix(length), to: "cut\(length).sqlite")
      try expectRefusal("cut\(length).sqlite", saying: "damaged")
    }
    for (name, sql) in [
      ("newer.sqlite", "PRAGMA user_version = 99"),
      ("unknown.sqlite", "INSERT INTO grdb_migrations VALUES ('99 something else')"),
    ] {
      try place.write(good, to: name)
      let database = try DatabaseQueue(path: place.path(name))
      try database.writeWithoutTransaction { db in
        try db.execute(sql: sql)
        // The change must be in the file itself, not beside it.
        _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
      try database.close()
      try expectRefusal(name, saying: "newer version of explore")
    }
  }

  @Test func pathsThatCannotHoldAStoreAreSaid() throws {
    try place.write("x", to: "folder/file")
    try expectRefusal("folder", saying: "is a directory")
    for command in [question("missing/a.sqlite"), ["sweep", "small.yaml", "--store", "missing/a.sqlite"]] {
      try place.expectRefusal(command, code: 1, saying: "missing/a.sqlite", "does not exist", "mkdir -p")
    }
    try place.expectRefusal(
      ["runs", "list", "--store", "no.sqlite"], code: 1, saying: "there is no store at no.sqlite")
    #expect(!place.exists("no.sqlite") && !place.exists("missing"))
  }

  @Test func aRunThatIsNotThereIsSaid() throws {
    #expect(try place.begin(question("a.sqlite")).wait().exitCode == 0)
    try place.expectRefusal(["runs", "show", "9", "--store", "a.sqlite"], code: 1, saying: "has no run 9")
    let shown = try place.explore("runs", "show", "1", "--store", "a.sqlite", "--space")
    #expect(shown.output == SampleSpace.small)
  }

  @Test func anEmptyFileIsNoStoreYet() throws {
    try place.write("", to: "empty.sqlite")
    try place.expectRefusal(["runs", "list", "--store", "empty.sqlite"], code: 1, saying: "is empty")
    #expect(try place.bytes("empty.sqlite").isEmpty)
  }
}
