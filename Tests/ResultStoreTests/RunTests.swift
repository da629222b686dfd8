import Foundation
import ResultStore
import ServingModel
import Testing

@Suite struct RunTests {
  let directory: TemporaryDirectory
  let store: ResultStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try ResultStore(path: directory.path("explore.sqlite"))
  }

  @Test func theSameIdentityFindsItsRunAgain() throws {
    let first = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark)
    guard case .new(let run) = first else { throw StoreError(.noSuchRun(0), path: "") }
    #expect(try store.beginRun(Sample.identity(), benchmark: Sample.benchmark) == .resumed(run))
    do {
      let recorder = try RunRecorder(store: store, run: run)
      try recorder.finish(.complete)
    }
    let again = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark)
    guard case .complete(let complete) = again else { throw StoreError(.noSuchRun(0), path: "") }
    #expect(complete.id == run.id && complete.status == .complete)
    let fresh = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark, fresh: true)
    #expect(fresh.run.id != run.id)
  }

  @Test func anyDifferenceOfIdentityMakesAnotherRun() throws {
    let base = Sample.identity()
    var ids = [try store.beginRun(base, benchmark: Sample.benchmark).run.id]
    for change: (inout RunIdentity) -> Void in [
      { $0.seed = 1 }, { $0.budget = nil }, { $0.search = "grid" }, { $0.spaceHash = "other" },
    ] {
      var identity = base
      change(&identity)
      ids.append(try store.beginRun(identity, benchmark: Sample.benchmark).run.id)
    }
    let newer = BenchmarkVersion(method: "simulator", version: "1.3")
    ids.append(try store.beginRun(base, benchmark: newer).run.id)
    #expect(Set(ids).count == 6)
  }

  @Test func pointsOfOtherRunsAreReused() throws {
    try store.addRun((0..<10).map { Sample.point($0) }, space: "a")
    let second = try store.addRun((5..<15).map { Sample.point($0) }, space: "b")
    #expect(second.counters.reused == 5 && second.counters.measured == 5 && second.counters.done == 10)
    #expect(try store.counts().measurements == 15)
    // Under another version nothing is reused.
    let newer = BenchmarkVersion(method: "simulator", version: "2")
    let third = try store.addRun([Sample.point(0)], space: "a", benchmark: newer)
    #expect(third.counters.measured == 1)
    #expect(try store.counts().measurements == 16)
  }

  @Test func aPointTwiceIsStoredOnce() throws {
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    let recorder = try RunRecorder(store: store, run: run)
    let point = RecordedPoint(PlacedPoint(Sample.point(1)), .measured(Sample.measurement(1)))
    #expect(try recorder.record([point, point]).measured == 1)
    #expect(try recorder.record([point]).done == 1)
    #expect(try store.counts().measurements == 1)
  }

  @Test func removingARunKeepsWhatOthersUse() throws {
    let first = try store.addRun((0..<10).map { Sample.point($0) }, space: "a")
    let second = try store.addRun((5..<15).map { Sample.point($0) }, space: "b")
    try store.removeRun(first.id)
    #expect(try store.counts().measurements == 10)
    #expect(try store.runs().map(\.id) == [second.id])
    var results: [StoredResult] = []
    try store.forEachResult(of: second.id) { results.append($0) }
    #expect(results.count == 10)
    #expect(results.allSatisfy { $0.run == second.id })
    try store.removeRun(second.id)
    #expect(try store.counts().measurements == 0)
    #expect(throws: StoreError(.noSuchRun(second.id), path: store.path)) {
      try store.removeRun(second.id)
    }
  }

  @Test func aReusedPointThatWasRemovedMeanwhileIsNoticed() throws {
    let first = try store.addRun([Sample.point(1)], space: "a")
    let run = try store.beginRun(Sample.identity("b"), benchmark: Sample.benchmark).run
    let placed = PlacedPoint(Sample.point(1))
    guard case .stored(let id) = try store.status(of: [placed], in: run)[0] else {
      throw StoreError(.corrupt("not stored"), path: "")
    }
    try store.removeRun(first.id)
    // The removed row's number is given to another point.
    try store.addRun([Sample.point(2)], space: "c")
    let recorder = try RunRecorder(store: store, run: run)
    #expect(throws: StoreError(.pointsRemoved, path: store.path)) {
      try recorder.record([RecordedPoint(placed, .stored(measurement: id))])
    }
    #expect(try store.run(run.id).counters.done == 0)
  }

  @Test func oneProcessHoldsARun() throws {
    let run = try store.beginRun(Sample.identity(), benchmark: Sample.benchmark).run
    #expect(!store.isInUse(run.id))
    do {
      let recorder = try RunRecorder(store: store, run: run)
      #expect(store.isInUse(run.id))
      #expect(throws: StoreError(.runInUse(run.id), path: store.path)) {
        _ = try RunRecorder(store: store, run: run)
      }
      #expect(throws: StoreError(.runInUse(run.id), path: store.path)) { try store.removeRun(run.id) }
      withExtendedLifetime(recorder) {}
    }
    #expect(!store.isInUse(run.id))
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
    #expect(!files.contains { $0.hasSuffix(".lock") })
  }
}
