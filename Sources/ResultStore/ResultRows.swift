internal import Foundation
internal import GRDB
internal import ServingModel

/// Reads results from a statement that selects ``sql``'s columns.
///
/// Neighbouring points share their deployment, and all points of a run share a few scenarios: their text is
/// read once for each, not once for each point.
struct ResultRows {
  static let sql = """
    SELECT m.id, m.point_key, m.scenario_id, m.version_id, m.deployment_id, m.concurrency, m.run_id,
      m.requests_per_second, m.mean_concurrency, m.requests, m.measured_at, \(StoredFigures.columns)
    FROM measurements m JOIN distributions x ON x.measurement_id = m.id
    """

  private let db: Database
  private let path: String
  private var deployments: [Int64: (deployment: Deployment, label: String)] = [:]
  private var scenarios: [Int64: Scenario] = [:]
  private var versions: [Int64: BenchmarkVersion] = [:]
  /// Deployments kept at most, so that memory does not grow with the run.
  private static let limit = 16_384

  init(_ db: Database, path: String) {
    self.db = db
    self.path = path
  }

  /// The result in the statement's present row.
  mutating func result(_ row: BoundStatement) throws -> StoredResult {
    let (deployment, label) = try deployment(row.int64(4))
    let scenario = try scenario(row.int64(2))
    guard var found = StoredFigures.read(row, from: 11) else {
      throw StoreError(.corrupt("unreadable percentiles"), path: path)
    }
    found.requestsPerSecond = row.double(7)
    found.meanConcurrency = row.double(8)
    found.requests = row.int(9)
    return StoredResult(
      id: row.int64(0), key: StableKey(rawValue: row.int64(1)),
      point: Point(deployment: deployment, workload: scenario.workload(concurrency: row.int(5))),
      measurement: found, label: label, benchmark: try version(row.int64(3)), run: row.int64(6),
      measuredAt: Date(timeIntervalSince1970: row.double(10)))
  }

  private mutating func deployment(_ id: Int64) throws -> (deployment: Deployment, label: String) {
    if let known = deployments[id] { return known }
    let statement = try BoundStatement(db, "SELECT canonical, label FROM deployments WHERE id = ?")
    defer { statement.reset() }
    statement.bind(1, id)
    guard try statement.next() else { throw StoreError(.corrupt("deployment \(id) is missing"), path: path) }
    let canonical = statement.text(0)
    guard let deployment = Deployment(canonicalText: canonical) else {
      throw StoreError(.corrupt("unreadable deployment: \(canonical)"), path: path)
    }
    let found = (deployment, statement.text(1))
    if deployments.count >= Self.limit { deployments.removeAll(keepingCapacity: true) }
    deployments[id] = found
    return found
  }

  private mutating func scenario(_ id: Int64) throws -> Scenario {
    if let known = scenarios[id] { return known }
    let row = try Row.fetchOne(db, sql: "SELECT * FROM scenarios WHERE id = ?", arguments: [id])
    guard let found = row.flatMap({ Scenario($0) }) else {
      throw StoreError(.corrupt("scenario \(id) cannot be read"), path: path)
    }
    scenarios[id] = found
    return found
  }

  private mutating func version(_ id: Int64) throws -> BenchmarkVersion {
    if let known = versions[id] { return known }
    let row = try Row.fetchOne(
      db, sql: "SELECT method, version FROM benchmark_versions WHERE id = ?", arguments: [id])
    guard let row else { throw StoreError(.corrupt("benchmark version \(id) is missing"), path: path) }
    let found = BenchmarkVersion(method: row["method"], version: row["version"])
    versions[id] = found
    return found
  }
}
