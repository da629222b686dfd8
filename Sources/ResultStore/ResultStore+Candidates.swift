internal import GRDB
internal import ServingModel

extension ResultStore {
  /// The points that answer a question, with their axes; see ``details(_:)`` for the rest of those that
  /// come out on top.
  /// - Complexity: O(points of the question), whatever else the store holds.
  public func frontierCandidates(
    _ question: FrontierQuestion, limits: [StoredLimit] = []
  ) throws(StoreError) -> CandidateSet {
    var points: [StoredPoint] = []
    var set = try forEachCandidate(question, limits: limits) { points.append($0) }
    set.points = points
    return set
  }

  /// Calls `body` with each point that answers a question, and holds none of them.
  /// - Returns: the scenarios and the version of the points, without the points.
  @discardableResult
  public func forEachCandidate(
    _ question: FrontierQuestion, limits: [StoredLimit] = [], _ body: (StoredPoint) throws -> Void
  ) throws(StoreError) -> CandidateSet {
    try forEachRow(question, columns: StoredPoint.columns, limits: limits) { row, scenario in
      try body(StoredPoint(row, scenario: scenario))
    }
  }

  /// The same with two figures a point: about twice as fast, for a frontier over millions of points.
  @discardableResult
  public func forEachAxes(
    _ question: FrontierQuestion, x: StoredFigure, y: StoredFigure, limits: [StoredLimit] = [],
    _ body: (StoredAxes) throws -> Void
  ) throws(StoreError) -> CandidateSet {
    let columns = ["id", x.rawValue, y.rawValue]
    return try forEachRow(question, columns: columns, limits: limits) { row, scenario in
      try body(StoredAxes(id: row.int64(0), scenario: scenario, x: row.double(1), y: row.double(2)))
    }
  }

  private func forEachRow(
    _ question: FrontierQuestion, columns: [String], limits: [StoredLimit],
    _ body: (BoundStatement, Int) throws -> Void
  ) throws(StoreError) -> CandidateSet {
    let assured = AssuredLimits(limits, first: Int32(columns.count))
    let columns = columns + assured.columns
    let limits = limits.filter { $0.assurance == nil }
    return try reading { db in
      var set = CandidateSet()
      let found = try Self.scenarios(question, in: db)
      set.scenarios = found.map(\.scenario)
      let ids = found.map(\.id)
      guard let version = try Self.version(question, scenarios: ids, in: db) else { return set }
      set.version = version.name
      let rows = try BoundStatement(db, Self.sql(question, columns: columns, limits: limits))
      for (index, scenario) in ids.enumerated() {
        rows.bind(1, scenario)
        rows.bind(2, version.id)
        if let run = question.run { rows.bind(3, run) }
        for (position, limit) in limits.enumerated() { rows.bind(Int32(position) + 4, limit.bound) }
        // Also when `body` throws: a statement left open would hold the snapshot.
        defer { rows.reset() }
        while try rows.next() {
          if assured.keep(rows) { try body(rows, index) }
        }
      }
      return set
    }
  }

  private static func sql(
    _ question: FrontierQuestion, columns: [String], limits: [StoredLimit]
  ) -> String {
    var conditions = ["scenario_id = ?1", "version_id = ?2"]
    if question.run != nil {
      conditions.append(
        "EXISTS (SELECT 1 FROM run_points p WHERE p.run_id = ?3 AND p.measurement_id = m.id)")
    }
    for (position, limit) in limits.enumerated() {
      conditions.append("\(limit.comparison) ?\(position + 4)")
    }
    return "SELECT \(columns.joined(separator: ", ")) FROM measurements m WHERE "
      + conditions.joined(separator: " AND ")
  }

  private static func scenarios(
    _ question: FrontierQuestion, in db: Database
  ) throws -> [(id: Int64, scenario: Scenario)] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM scenarios
        WHERE model = ? AND isl = ? AND osl = ? AND range_ratio = ? AND shared_prefix = ?
          AND mtp_acceptance = ? ORDER BY system, engine
        """,
      arguments: [
        question.model, question.isl, question.osl, question.rangeRatio, question.sharedPrefix,
        AcceptanceText.text(question.mtpAcceptance),
      ])
    return rows.compactMap { row in
      guard let scenario = Scenario(row) else { return nil }
      let isAsked =
        (question.systems.isEmpty || question.systems.contains(scenario.system))
        && (question.engines.isEmpty || question.engines.contains(scenario.engine))
      return isAsked ? (row["id"], scenario) : nil
    }
  }

  /// The version asked for, or the newest one with points.
  private static func version(
    _ question: FrontierQuestion, scenarios: [Int64], in db: Database
  ) throws -> (id: Int64, name: String)? {
    let known = try Row.fetchAll(
      db, sql: "SELECT id, version FROM benchmark_versions WHERE method = ? ORDER BY id DESC",
      arguments: [question.method])
    let any = try BoundStatement(
      db, "SELECT 1 FROM measurements WHERE scenario_id = ? AND version_id = ? LIMIT 1")
    for row in known {
      let id: Int64 = row["id"]
      let name: String = row["version"]
      if let wanted = question.version, wanted != name { continue }
      for scenario in scenarios {
        any.bind(1, scenario)
        any.bind(2, id)
        guard try any.next() else { continue }
        any.reset()
        return (id, name)
      }
    }
    return nil
  }
}

extension StoredLimit {
  fileprivate var comparison: String { figure.rawValue + (isLeast ? " >=" : " <=") }
}

extension StoredPoint {
  fileprivate static let columns = [
    "id", "deployment_id", "concurrency", "point_key", "run_id", "gpus", "confidence", "tps_user", "tps_gpu",
    "total_tps_gpu", "interactivity", "e2e_tps_user", "ttft_ms_p50", "ttft_ms_p90", "ttft_ms_p99",
    "tpot_ms_p50", "tpot_ms_p90", "tpot_ms_p99",
  ]

  init(_ row: BoundStatement, scenario: Int) {
    self.init(
      id: row.int64(0), scenario: scenario, key: StableKey(rawValue: row.int64(3)), run: row.int64(4),
      deployment: row.int64(1), concurrency: row.int(2), gpus: row.int(5),
      confidence: Confidence(rawValue: UInt8(truncatingIfNeeded: row.int64(6))) ?? .roofline,
      tpsUser: row.double(7), tpsGPU: row.double(8), totalTpsGPU: row.double(9),
      interactivity: row.double(10), e2eTpsUser: row.double(11), ttftMsP50: row.double(12),
      ttftMsP90: row.double(13), ttftMsP99: row.double(14), tpotMsP50: row.double(15),
      tpotMsP90: row.double(16), tpotMsP99: row.double(17))
  }
}

extension Scenario {
  /// Nil where the engine is of a newer program.
  init?(_ row: Row) {
    guard let engine = Engine(rawValue: row["engine"]) else { return nil }
    model = row["model"]
    system = row["system"]
    self.engine = engine
    isl = row["isl"]
    osl = row["osl"]
    rangeRatio = row["range_ratio"]
    sharedPrefix = row["shared_prefix"]
    mtpAcceptance = AcceptanceText.rates(row["mtp_acceptance"])
  }
}
