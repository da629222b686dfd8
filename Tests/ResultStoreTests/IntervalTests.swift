import GRDB
import ParetoFrontier
@testable import ResultStore
import ServingModel
import Testing

@Suite struct IntervalTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("explore.sqlite")
  }

  /// Every third point has no intervals.
  private static func measurement(_ number: Int) -> ServingModel.Measurement {
    var found = Sample.predicted(number)
    if number % 3 == 2 { found.intervals = nil }
    return found
  }

  @discardableResult
  private func record(_ numbers: Range<Int>, into store: ResultStore) throws -> Run {
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    let recorder = try RunRecorder(store: store, run: run)
    try recorder.record(
      numbers.map { RecordedPoint(PlacedPoint(Sample.point($0)), .measured(Self.measurement($0))) })
    return try recorder.finish(.complete)
  }

  @Test func intervalsComeBackAsTheyWereAndNoneStayNone() throws {
    let store = try ResultStore(path: path)
    let run = try record(0..<12, into: store)
    var found: [StableKey: ServingModel.Measurement] = [:]
    try store.forEachResult(of: run.id) { found[$0.key] = $0.measurement }
    for number in 0..<12 {
      #expect(found[Sample.point(number).stableKey] == Self.measurement(number), "\(number)")
    }
  }

  @Test func anIntervalThatIsNoNumberIsAFailure() throws {
    let store = try ResultStore(path: path)
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    var broken = Sample.predicted(1)
    broken.intervals?.tpotMs.p90 = .infinity
    let counters = try RunRecorder(store: store, run: run).record([
      RecordedPoint(PlacedPoint(Sample.point(1)), .measured(broken))
    ])
    #expect(counters.failed == 1 && counters.measured == 0)
  }

  @Test func pointsOfAnEarlierSchemaHaveNone() throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try Schema.migrator.migrate(database, upTo: "2 view of results")
    try database.write { db in
      let columns = try db.columns(in: "measurements").map(\.name)
      try db.execute(
        sql: "INSERT INTO measurements VALUES (\(columns.map { _ in "1" }.joined(separator: ", ")))")
    }
    try database.close()
    let store = try ResultStore(path: path)
    let row = try store.reading { db in
      try Row.fetchOne(db, sql: "SELECT calibration, ttft_p05, tpot_p95, ttft_ms_mean FROM measurements")
    }
    #expect(try #require(row).databaseValues.allSatisfy(\.isNull))
    _ = try record(0..<3, into: store)
  }

  @Test func theViewHasTheIntervalsOfTheExport() throws {
    let store = try ResultStore(path: path)
    try record(0..<3, into: store)
    let rows = try store.reading { db in
      try Row.fetchAll(db, sql: "SELECT * FROM results ORDER BY measurement_id")
    }
    for number in 0..<3 {
      let (row, found) = (rows[number], Self.measurement(number))
      let user = FrontierAxis.tpsUser.interval(of: found)
      let gpu = FrontierAxis.tpsGPU.interval(of: found)
      let expected: [(String, Double?)] = [
        ("tps_user_p05", user?.low), ("tps_user_p95", user?.high), ("tps_gpu_p05", gpu?.low),
        ("tps_gpu_p95", gpu?.high), ("ttft_p05", found.intervals?.ttftMs.p05),
        ("ttft_p95", found.intervals?.ttftMs.p95), ("tpot_p05", found.intervals?.tpotMs.p05),
        ("tpot_p95", found.intervals?.tpotMs.p95),
      ]
      for (name, value) in expected {
        let stored: Double? = row[name]
        #expect((stored == nil) == (value == nil), "\(name)")
        if let stored, let value { #expect(abs(stored / value - 1) < 1e-12, "\(name)") }
      }
      let level: String? = row["calibration"]
      #expect(level == found.intervals?.level.name)
    }
  }
}
