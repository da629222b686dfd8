import SeededNumbers
import Foundation
import GRDB
import ParetoFrontier
import ServingModel
import Testing

@testable import ResultStore

@Suite struct BlockTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("explore.sqlite")
  }

  /// One point of a block with all of its figures.
  struct BlockPoint: Hashable {
    var id: Int64
    var key: Int64
    var scenario: Int64
    var deployment: Int64
    /// As bits: what is not a number is equal to itself.
    var figures: [UInt64]
  }

  /// The points of a run's blocks by row.
  private func points(of run: Int64, in store: ResultStore) throws -> [BlockPoint] {
    var points: [BlockPoint] = []
    try store.forEachBlock(of: run, figures: Set(PointFigure.allCases), deployments: true) { block in
      for index in 0..<block.count {
        points.append(
          BlockPoint(
            id: block.ids[index], key: block.keys[index], scenario: block.scenarios[index],
            deployment: block.deployments[index],
            figures: PointFigure.allCases.map { block[$0][index].bitPattern }))
      }
    }
    return points.sorted { $0.id < $1.id }
  }

  /// The same from the rows of the run.
  private func rows(of run: Int64, in store: ResultStore) throws -> [BlockPoint] {
    var places: [Int64: (Int64, Int64)] = [:]
    try store.reading { db in
      for row in try Row.fetchAll(db, sql: "SELECT id, scenario_id, deployment_id FROM measurements") {
        places[row[0]] = (row[1], row[2])
      }
    }
    var points: [BlockPoint] = []
    try store.forEachResult(of: run) { result in
      let place = places[result.id] ?? (0, 0)
      points.append(
        BlockPoint(
          id: result.id, key: result.key.rawValue, scenario: place.0, deployment: place.1,
          figures: PointFigure.allCases.map { result.measurement[$0].bitPattern }))
    }
    return points.sorted { $0.id < $1.id }
  }

  /// Hundreds of small batches, with interruptions: what is merged has every point once, as its rows have it.
  @Test func manySmallBlocksBecomeFewLargeOnes() throws {
    let store = try ResultStore(path: path)
    var run = try store.beginRun(Sample.identity("many"), benchmark: Sample.benchmark).run
    var next = 0
    for part in 0..<5 {
      run = try store.beginRun(run.identity, benchmark: Sample.benchmark).run
      let recorder = try RunRecorder(store: store, run: run)
      for _ in 0..<50 {
        try recorder.record(try outcomes(of: Array(next..<next + 3), run: run, in: store))
        next += 3
      }
      try recorder.finish(part == 4 ? .complete : .interrupted)
    }
    #expect(try points(of: run.id, in: store) == rows(of: run.id, in: store))
    let (blocks, columns) = try store.reading { db in
      (
        try Int.fetchOne(db, sql: "SELECT count(*) FROM run_blocks") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(DISTINCT id >> 6) FROM run_columns") ?? 0
      )
    }
    #expect(blocks < 70 && blocks == columns)
    try store.removeRun(run.id)
    let left = try store.reading { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM run_columns") }
    #expect(left == 0)
  }

  /// Runs that measure, link, repeat and fail points in batches of any size, some interrupted and resumed.
  private func fill(_ store: ResultStore, seed: UInt64) throws -> [Int64] {
    var generator = SplitMix(state: seed)
    return try (0..<3).map { number in
      let first = Int.random(in: 0..<40, using: &generator)
      var numbers = Array(first..<first + Int.random(in: 1...60, using: &generator))
      numbers.shuffle(using: &generator)
      var run = try store.beginRun(Sample.identity("space \(number)"), benchmark: Sample.benchmark).run
      while !numbers.isEmpty {
        run = try store.beginRun(run.identity, benchmark: Sample.benchmark).run
        let recorder = try RunRecorder(store: store, run: run)
        let some = Array(numbers.prefix(Int.random(in: 1...25, using: &generator)))
        try recorder.record(try outcomes(of: some, run: run, in: store))
        // Half of the batch comes twice.
        try recorder.record(try outcomes(of: Array(some.prefix(some.count / 2)), run: run, in: store))
        numbers.removeFirst(some.count)
        try recorder.finish(numbers.isEmpty ? .complete : .interrupted)
      }
      return run.id
    }
  }

  private func outcomes(of numbers: [Int], run: Run, in store: ResultStore) throws -> [RecordedPoint] {
    let placed = numbers.map { number in
      PlacedPoint(Sample.point(number, system: number % 3 == 0 ? "gb200" : "h100_sxm"))
    }
    return zip(numbers, zip(placed, try store.status(of: placed, in: run))).map { number, pair in
      if case .stored(let id) = pair.1, number % 2 == 0 {
        return RecordedPoint(pair.0, .stored(measurement: id))
      }
      // Stored meanwhile by another process: the recorder finds the row itself.
      if number % 11 == 10 { return RecordedPoint(pair.0, .failed(PointFailure("no"))) }
      return RecordedPoint(pair.0, .measured(Self.measurement(number)))
    }
  }

  private static func measurement(_ number: Int) -> ServingModel.Measurement {
    var found = Sample.predicted(number)
    if number % 5 == 2 { found.intervals = nil }
    return found
  }

  @Test(arguments: 0..<12) func blocksHoldTheRowsOfTheirRun(seed: UInt64) throws {
    let store = try ResultStore(path: path)
    for run in try fill(store, seed: seed) {
      let found = try points(of: run, in: store)
      #expect(!found.isEmpty)
      #expect(found == (try rows(of: run, in: store)))
      #expect(found.count == (try store.run(run).counters.done))
    }
  }

  @Test(arguments: 0..<12) func theAnswerOfBlocksIsTheAnswerOfAllRows(seed: UInt64) throws {
    let store = try ResultStore(path: path)
    let run = try #require(try fill(store, seed: seed).last)
    var results: [StoredResult] = []
    try store.forEachResult(of: run) { results.append($0) }
    results.sort { $0.key < $1.key }
    let middle = results[results.count / 2].measurement
    let scenarios = try store.scenarios()
    for axis in FrontierAxis.userAxes {
      for share in [nil, 0.6, 0.9, 0.99] {
        let limits = FrontierLimits(
          minTpsUser: axis.value(of: middle) * 0.5,
          maxTTFT: LatencyLimit(milliseconds: middle.ttftMs.p99 * 1.5, statistic: .p99),
          maxTPOT: LatencyLimit(milliseconds: middle.tpotMs.p90 * 1.4, statistic: .p90), maxGPUs: 6,
          assurance: share.flatMap { Assurance(share: $0) })
        let axes = FrontierAxes(user: axis)
        var scan = FrontierScan(axes: axes, limits: limits)
        var values = AxisColumns()
        let figures = axes.figures.union(limits.figures(axis: axis))
        try store.forEachBlock(of: run, figures: figures) { block in
          values.fill(block, axes: axes)
          scan.add(
            block, values: values,
            groups: block.scenarios.map { scenarios[$0]?.system == "gb200" ? 1 : 0 })
        }
        for (group, system) in ["h100_sxm", "gb200"].enumerated() {
          let own = results.filter {
            $0.point.deployment.system == system && limits.keepsAll($0.measurement, axis: axis)
          }
          let wanted = ParetoFront.indices(
            x: own.map { axis.value(of: $0.measurement) }, y: own.map(\.measurement.tpsGPU))
          let ids = group < scan.ids.count ? scan.ids[group] : []
          #expect(ids == wanted.map { own[$0].id })
        }
      }
    }
  }

  @Test func removingARunRemovesItsBlocksAlone() throws {
    let store = try ResultStore(path: path)
    let runs = try fill(store, seed: 3)
    let kept = try points(of: runs[1], in: store)
    try store.removeRun(runs[0])
    try store.removeRun(runs[2])
    #expect(try points(of: runs[0], in: store).isEmpty)
    #expect(try points(of: runs[1], in: store) == kept)
    try store.removeRun(runs[1])
    let left = try store.reading { db in
      try Int.fetchOne(
        db, sql: "SELECT (SELECT count(*) FROM run_columns) + (SELECT count(*) FROM run_blocks)")
    }
    #expect(left == 0)
  }

  @Test func aBatchThatFailsLeavesNoBlock() throws {
    let store = try ResultStore(path: path)
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    let recorder = try RunRecorder(store: store, run: run)
    let good = RecordedPoint(PlacedPoint(Sample.point(1)), .measured(Sample.measurement(1)))
    let gone = RecordedPoint(PlacedPoint(Sample.point(2)), .stored(measurement: 99))
    #expect(throws: StoreError.self) { try recorder.record([good, gone]) }
    #expect(try points(of: run.id, in: store).isEmpty)
  }

  /// A store as schema 3 left it: the same file without the tables of step 4.
  @Test func blocksOfAnEarlierSchemaAreMadeFromItsRows() throws {
    var wanted: [Int64: [BlockPoint]] = [:]
    do {
      let store = try ResultStore(path: path)
      for run in try fill(store, seed: 5) { wanted[run] = try points(of: run, in: store) }
      // More than one block's worth.
      let many = try store.addRun((0..<2_500).map { Sample.point($0, concurrency: 8) }, space: "many")
      wanted[many.id] = try points(of: many.id, in: store)
      try store.close()
    }
    let database = try DatabaseQueue(path: path)
    try database.write { db in
      try db.execute(
        sql: """
          DROP TABLE run_blocks; DROP TABLE run_columns;
          DELETE FROM grdb_migrations WHERE identifier = '4 blocks'; PRAGMA user_version = 3;
          """)
    }
    try database.close()
    #expect(throws: StoreError(.older(found: 3, known: Schema.version), path: path)) {
      try ResultStore(path: path, access: .readOnly)
    }
    let store = try ResultStore(path: path)
    for (run, points) in wanted { #expect(try self.points(of: run, in: store) == points) }
  }

  @Test func aBlockThatIsCutShortIsSaid() throws {
    let store = try ResultStore(path: path)
    let run = try store.addRun([Sample.point(1), Sample.point(2), Sample.point(3)])
    try store.writing { db in
      let row = BlockColumn.figure(.tpsUser).row(block: 1)
      try db.execute(sql: "UPDATE run_columns SET numbers = x'0102' WHERE id = \(row)")
    }
    #expect(throws: StoreError(.corrupt("block 1 of run \(run.id) is incomplete"), path: path)) {
      try store.forEachBlock(of: run.id, figures: [.tpsUser]) { _ in }
    }
    #expect(throws: Never.self) { try store.forEachBlock(of: run.id, figures: [.tpotP50]) { _ in } }
  }
}
