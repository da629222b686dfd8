internal import Foundation
internal import GRDB

extension ResultStore {
  /// Finds the run of this identity or makes a new one. Two processes that ask at once get the same run.
  /// - Parameter fresh: makes a new run even where there is one already.
  public func beginRun(
    _ identity: RunIdentity, benchmark: BenchmarkVersion, fresh: Bool = false
  ) throws(StoreError) -> RunStart {
    try writing { db in
      if !fresh, var run = try Self.latestRun(identity, benchmark: benchmark, in: db) {
        guard run.status != .complete else { return .complete(run) }
        try db.execute(sql: "UPDATE runs SET status = 'running' WHERE id = ?", arguments: [run.id])
        run.status = .running
        return .resumed(run)
      }
      return .new(try Self.insertRun(identity, benchmark: benchmark, in: db))
    }
  }

  /// Every run, latest first.
  public func runs() throws(StoreError) -> [Run] {
    try reading { db in
      try Row.fetchAll(db, sql: Self.runQuery + " ORDER BY runs.id DESC").map(Self.run)
    }
  }

  /// - Throws: ``StoreError/Cause/noSuchRun(_:)``
  public func run(_ id: Int64) throws(StoreError) -> Run {
    let found: Run? = try reading { db in
      try Row.fetchOne(db, sql: Self.runQuery + " WHERE runs.id = ?", arguments: [id]).map(Self.run)
    }
    guard let found else { throw StoreError(.noSuchRun(id), path: path) }
    return found
  }

  /// The latest run of an identity, whatever its status.
  public func latestRun(
    _ identity: RunIdentity, benchmark: BenchmarkVersion
  ) throws(StoreError) -> Run? {
    try reading { db in try Self.latestRun(identity, benchmark: benchmark, in: db) }
  }

  /// Whether a process works on the run right now; a `running` run that is not in use was killed.
  public func isInUse(_ run: Int64) -> Bool { RunLock.isHeld(storePath: path, run: run) }

  private static func latestRun(
    _ identity: RunIdentity, benchmark: BenchmarkVersion, in db: Database
  ) throws -> Run? {
    let sql =
      runQuery + """
         WHERE space_hash = ? AND search = ? AND budget IS ? AND seed = ? AND v.method = ?
          AND v.version = ? ORDER BY runs.id DESC LIMIT 1
        """
    let arguments: StatementArguments = [
      identity.spaceHash, identity.search, identity.budget, Int64(bitPattern: identity.seed),
      benchmark.method, benchmark.version,
    ]
    return try Row.fetchOne(db, sql: sql, arguments: arguments).map(run)
  }

  private static func insertRun(
    _ identity: RunIdentity, benchmark: BenchmarkVersion, in db: Database
  ) throws -> Run {
    try db.execute(
      sql: "INSERT OR IGNORE INTO benchmark_versions (method, version) VALUES (?, ?)",
      arguments: [benchmark.method, benchmark.version])
    let now = Date().timeIntervalSince1970
    let arguments: StatementArguments = [
      identity.spaceName, identity.spaceHash, identity.spaceText, identity.search, identity.budget,
      Int64(bitPattern: identity.seed), benchmark.method, benchmark.version, identity.programVersion,
      identity.tablesVersion, identity.commandLine, identity.model, identity.isl, identity.osl,
      now,
    ]
    try db.execute(
      sql: """
        INSERT INTO runs (space_name, space_hash, space_text, search, budget, seed, version_id,
          program_version, tables_version, command, model, isl, osl, status, started_at)
        VALUES (?, ?, ?, ?, ?, ?, (SELECT id FROM benchmark_versions WHERE method = ? AND version = ?),
          ?, ?, ?, ?, ?, ?, 'running', ?)
        """, arguments: arguments)
    return Run(
      id: db.lastInsertedRowID, identity: identity, benchmark: benchmark, status: .running,
      startedAt: Date(timeIntervalSince1970: now), finishedAt: nil, counters: RunCounters())
  }

  private static let runQuery =
    "SELECT runs.*, v.method, v.version FROM runs JOIN benchmark_versions v ON v.id = runs.version_id"

  private static func run(_ row: Row) -> Run {
    var identity = RunIdentity(
      spaceName: row["space_name"], spaceText: row["space_text"], spaceHash: row["space_hash"])
    identity.search = row["search"]
    identity.budget = row["budget"]
    identity.seed = UInt64(bitPattern: row["seed"] as Int64)
    identity.programVersion = row["program_version"]
    identity.tablesVersion = row["tables_version"]
    identity.commandLine = row["command"]
    identity.model = row["model"]
    identity.isl = row["isl"]
    identity.osl = row["osl"]
    let finished: Double? = row["finished_at"]
    return Run(
      id: row["id"], identity: identity,
      benchmark: BenchmarkVersion(method: row["method"], version: row["version"]),
      status: Run.Status(rawValue: row["status"]) ?? .interrupted,
      startedAt: Date(timeIntervalSince1970: row["started_at"]),
      finishedAt: finished.map { Date(timeIntervalSince1970: $0) }, counters: RunCounters(row))
  }
}

extension RunCounters {
  init(_ row: Row) {
    self.init()
    total = row["total"]
    measured = row["measured"]
    reused = row["reused"]
    failed = row["failed"]
    rejected = Self.rejections(json: row["rejected"])
  }

  static func rejections(json: String) -> [String: Int] {
    (try? JSONDecoder().decode([String: Int].self, from: Data(json.utf8))) ?? [:]
  }

  /// The rejections as the store keeps them, in a fixed order.
  var rejectedJSON: String {
    let pairs = rejected.sorted { $0.key < $1.key }.map { name, count in "\"\(name)\":\(count)" }
    return "{" + pairs.joined(separator: ",") + "}"
  }
}
