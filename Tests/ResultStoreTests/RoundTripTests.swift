import Foundation
@testable import ResultStore
import ServingModel
import Testing

@Suite struct RoundTripTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("explore.sqlite")
  }

  @Test(arguments: [0, 1])
  func everyFieldComesBackAsItWas(number: Int) throws {
    let point = Sample.point(number)
    let measurement = Sample.measurement(1.0 / 3)
    let run: Run
    do {
      let store = try ResultStore(path: path)
      run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
      let recorder = try RunRecorder(store: store, run: run)
      try recorder.record([RecordedPoint(PlacedPoint(point), .measured(measurement))])
      try store.close()
    }
    let store = try ResultStore(path: path)
    let found = try #require(try store.results(key: point.stableKey).first)
    #expect(found.point == point)
    #expect(found.measurement == measurement)
    #expect(found.benchmark == Sample.benchmark)
    #expect(found.run == run.id)
    #expect(found.label == point.deployment.label(isMoE: true))
    #expect(abs(found.measuredAt.timeIntervalSinceNow) < 60)
    #expect(try store.details([found.id, 999]) == [found])
    var ofRun: [StoredResult] = []
    try store.forEachResult(of: run.id) { ofRun.append($0) }
    #expect(ofRun == [found])
  }

  @Test func deploymentsAreReadFromTheirCanonicalText() {
    for number in 0..<2 {
      let deployment = Sample.deployment(number)
      #expect(Deployment(canonicalText: deployment.canonicalText) == deployment)
    }
    #expect(Deployment(canonicalText: "schema=1;system=h100_sxm") == nil)
    #expect(Deployment(canonicalText: "") == nil)
    let text = Sample.deployment(0).canonicalText
    for field in text.split(separator: ";").dropFirst() {
      #expect(Deployment(canonicalText: text.replacingOccurrences(of: ";\(field)", with: "")) == nil)
    }
    #expect(Deployment(canonicalText: text + ";tp=1") == nil)
    #expect(Deployment(canonicalText: text.replacingOccurrences(of: "tp=4", with: "tp=-4")) == nil)
    #expect(Deployment(canonicalText: text.replacingOccurrences(of: "gemm=nvfp4", with: "gemm=nvfp5")) == nil)
  }

  @Test func provenanceOfARun() throws {
    let store = try ResultStore(path: path)
    let identity = Sample.identity("b: [1, 'ä\"']\n")
    let begun = try store.beginRun(identity, benchmark: Sample.benchmark).run
    let recorder = try RunRecorder(store: store, run: begun)
    try recorder.record([], rejected: ["kv_memory": 3, "eplb": 1], total: 12)
    let finished = try recorder.finish(.interrupted)
    let run = try store.run(begun.id)
    #expect(run.identity == identity)
    #expect(run.benchmark == Sample.benchmark)
    #expect(run.status == .interrupted && run.finishedAt != nil)
    #expect(run.counters.rejected == ["kv_memory": 3, "eplb": 1])
    #expect(run.counters.total == 12)
    #expect(run.counters == finished.counters)
    #expect(try store.runs().map(\.id) == [run.id])
    #expect(try store.latestRun(identity, benchmark: Sample.benchmark)?.id == run.id)
    #expect(throws: StoreError(.noSuchRun(77), path: path)) { try store.run(77) }
  }

  @Test func failuresKeepTheirReasonAndCountAttempts() throws {
    let store = try ResultStore(path: path)
    let placed = PlacedPoint(Sample.point(3))
    for (space, attempts) in [("a", 1), ("b", 2)] {
      let run = try store.beginRun(Sample.identity(space), benchmark: Sample.benchmark).run
      #expect(try store.status(of: [placed], in: run) == [.absent])
      let recorder = try RunRecorder(store: store, run: run)
      let batch = [RecordedPoint(placed, .failed(PointFailure("no room in \(space)")))]
      #expect(try recorder.record(batch).failed == 1)
      // Recorded again, it is neither another failure of the run nor another row.
      #expect(try recorder.record([]).failed == 1)
      #expect(try store.status(of: [placed], in: run) == [.inRun])
      let failure = try #require(try store.failures(of: run.id).first)
      #expect(failure.point == placed.point && failure.reason == "no room in \(space)")
      #expect(failure.attempts == attempts)
    }
    #expect(try store.counts().failures == 1)
  }

  @Test func figuresThatAreNoNumbersCountAsFailures() throws {
    let store = try ResultStore(path: path)
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    let recorder = try RunRecorder(store: store, run: run)
    var measurement = Sample.measurement(1)
    measurement.itlMs.p95 = .nan
    let counters = try recorder.record([
      RecordedPoint(PlacedPoint(Sample.point(1)), .measured(measurement))
    ])
    #expect(counters.failed == 1 && counters.measured == 0)
  }

  @Test func theViewHasTheNamesOfTheExport() throws {
    let store = try ResultStore(path: path)
    try store.addRun([Sample.point(1), Sample.point(2)])
    let row = try store.reading { db in try RowValues.first(db, "SELECT * FROM results") }
    for name in [
      "point", "run", "model", "system", "engine", "topology", "label", "gpus", "concurrency", "isl",
      "osl", "mtp", "tps_user", "tps_gpu", "ttft_ms_p50", "ttft_ms_p99", "tpot_ms_p50", "tpot_ms_p99",
      "confidence",
    ] { #expect(row[name] != nil, "\(name)") }
    #expect(row["point"] == Sample.point(1).stableKey.description)
    #expect(row["confidence"] == "extrapolated")
  }
}
