internal import GRDB
internal import ServingModel

/// Row ids of scenarios and deployments. Points come grouped by deployment, so the last answer is
/// mostly the next one.
struct PlaceIDs {
  private var scenarios: [Scenario: Int64] = [:]
  private var lastScenario: (scenario: Scenario, id: Int64)?
  private var deployments: [StableKey: Int64] = [:]
  /// Ids kept at most: enough for the deployments that workers hold at a time.
  private static let limit = 65_536

  // MARK: Reading

  /// Nil: no point of this scenario was ever stored.
  mutating func scenario(of point: Point, in db: Database) throws -> Int64? {
    if let last = lastScenario, last.scenario.holds(point) { return last.id }
    let scenario = Scenario(point)
    guard let id = try scenarios[scenario] ?? Self.find(scenario, in: db) else { return nil }
    scenarios[scenario] = id
    lastScenario = (scenario, id)
    return id
  }

  mutating func deployment(_ key: StableKey, in db: Database) throws -> Int64? {
    if let id = deployments[key] { return id }
    let statement = try BoundStatement(db, "SELECT id FROM deployments WHERE key = ?")
    statement.bind(1, key.rawValue)
    guard try statement.next() else { return nil }
    let id = statement.int64(0)
    statement.reset()
    remember(id, as: key)
    return id
  }

  // MARK: Writing

  mutating func scenarioForWriting(_ point: Point, in db: Database) throws -> Int64 {
    if let id = try scenario(of: point, in: db) { return id }
    let scenario = Scenario(point)
    try db.execute(
      sql: """
        INSERT INTO scenarios
          (model, system, engine, isl, osl, range_ratio, shared_prefix, mtp_acceptance)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, arguments: Self.arguments(scenario))
    let id = db.lastInsertedRowID
    scenarios[scenario] = id
    lastScenario = (scenario, id)
    return id
  }

  mutating func deploymentForWriting(
    _ placed: PlacedPoint, models: inout ModelKinds, in db: Database
  ) throws -> Int64 {
    if let id = try deployment(placed.deploymentKey, in: db) { return id }
    let deployment = placed.point.deployment
    let decode = deployment.topology.decodePool.configuration
    let prefill = deployment.topology.prefillPool.configuration
    let insert = try BoundStatement(
      db,
      """
      INSERT INTO deployments (key, canonical, system, model, engine, topology, label, quantization, gpus,
        mtp, max_batch_size, max_num_tokens)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insert.bind(1, placed.deploymentKey.rawValue)
    insert.bind(2, deployment.canonicalText)
    insert.bind(3, deployment.system)
    insert.bind(4, deployment.model)
    insert.bind(5, deployment.engine.rawValue)
    insert.bind(6, deployment.topology.name)
    insert.bind(7, deployment.label(isMoE: models.hasExperts(deployment.model)))
    insert.bind(8, deployment.quantization.label)
    insert.bind(9, deployment.gpus)
    insert.bind(10, deployment.mtp)
    insert.bind(11, decode.maxBatchSize)
    // The chunk of chunked prefill is the prefill servers' budget.
    insert.bind(12, prefill.maxNumTokens)
    try insert.run()
    let id = insert.insertedID
    remember(id, as: placed.deploymentKey)
    return id
  }

  /// After a transaction was rolled back, ids it gave out may be another row's.
  mutating func forget() { self = PlaceIDs() }

  private mutating func remember(_ id: Int64, as key: StableKey) {
    if deployments.count >= Self.limit { deployments.removeAll(keepingCapacity: true) }
    deployments[key] = id
  }

  private static func find(_ scenario: Scenario, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id FROM scenarios
          WHERE model = ? AND system = ? AND engine = ? AND isl = ? AND osl = ? AND range_ratio = ?
            AND shared_prefix = ? AND mtp_acceptance = ?
          """), arguments: arguments(scenario))
  }

  private static func arguments(_ scenario: Scenario) -> StatementArguments {
    [
      scenario.model, scenario.system, scenario.engine.rawValue, scenario.isl, scenario.osl,
      scenario.rangeRatio, scenario.sharedPrefix, AcceptanceText.text(scenario.mtpAcceptance),
    ]
  }
}
