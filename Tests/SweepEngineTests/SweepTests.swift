import Foundation
import ResultStore
import ServingModel
import SweepEngine
import SweepFakes
import Synchronization
import Testing

@Suite struct SweepTests {
  let directory: TemporaryDirectory
  let store: ResultStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try ResultStore(path: directory.path("explore.sqlite"))
  }

  private func sweep(
    _ count: Int, workers: Int = 2, benchmark: FakeBenchmark = FakeBenchmark(), fresh: Bool = false
  ) -> Sweep {
    var options = SweepOptions()
    options.workers = workers
    options.fresh = fresh
    return Sweep(benchmark: benchmark, store: store, identity: .fake(count), options: options)
  }

  @Test(arguments: [1, 2, 7], [true, false])
  func theStoreDoesNotDependOnTheNumberOfWorkers(workers: Int, isTotalKnown: Bool) async throws {
    let count = 1_500
    let result = try await sweep(count, workers: workers).run(
      FakeSource(count: count, isTotalKnown: isTotalKnown))
    #expect(result.outcome == .complete && !result.wasResumed)
    var expected = StoreContents(expecting: count)
    if !isTotalKnown { expected.counters.total = nil }
    #expect(try StoreContents(store) == expected)
    #expect(result.progress.candidates == count)
    #expect(result.progress.rejectedCount == expected.counters.rejected.values.reduce(0, +))
  }

  @Test func aCompleteSweepHasNothingToDo() async throws {
    let calls = Atomic(0)
    let benchmark = FakeBenchmark { _ in calls.add(1, ordering: .relaxed) }
    _ = try await sweep(300, benchmark: benchmark).run(FakeSource(count: 300))
    let before = calls.load(ordering: .relaxed)
    let again = try await sweep(300, benchmark: benchmark).run(FakeSource(count: 300))
    #expect(again.outcome == .completeBefore)
    #expect(calls.load(ordering: .relaxed) == before)
  }

  @Test func aFreshRunLinksWhatIsStoredAndTriesFailuresAgain() async throws {
    _ = try await sweep(600).run(FakeSource(count: 600))
    let calls = Atomic(0)
    let benchmark = FakeBenchmark { _ in calls.add(1, ordering: .relaxed) }
    let again = try await sweep(600, benchmark: benchmark, fresh: true).run(FakeSource(count: 600))
    let expected = StoreContents(expecting: 600)
    #expect(again.outcome == .complete && again.run.id == 2)
    #expect(again.run.counters.reused == expected.points.count && again.run.counters.measured == 0)
    #expect(calls.load(ordering: .relaxed) == expected.failures.count)
    let contents = try StoreContents(store, run: 2)
    #expect(contents.points == expected.points && contents.failures == expected.failures)
    #expect(try store.counts().measurements == expected.points.count)
  }

  @Test func noPointIsMeasuredTwiceWithinARun() async throws {
    let seen = Mutex<[StableKey: Int]>([:])
    let benchmark = FakeBenchmark(delay: .microseconds(10)) { point in
      seen.withLock { $0[point.stableKey, default: 0] += 1 }
    }
    _ = try await sweep(3_000, workers: 8, benchmark: benchmark).run(FakeSource(count: 3_000))
    let counts = seen.withLock { $0 }
    #expect(counts.values.allSatisfy { $0 == 1 })
  }

  @Test func whatIsNoPointFailureStopsTheSweepAndKeepsWhatWasFinished() async throws {
    struct ServerGone: Error {}
    let count = Atomic(0)
    let benchmark = FakeBenchmark { _ in
      if count.add(1, ordering: .relaxed).oldValue == 700 { throw ServerGone() }
    }
    await #expect(throws: ServerGone.self) {
      _ = try await sweep(2_000, benchmark: benchmark).run(FakeSource(count: 2_000))
    }
    let stopped = try StoreContents(store)
    #expect(stopped.status == .interrupted)
    #expect(stopped.points.count + stopped.failures.count >= 690)
    #expect(stopped.counters.measured == stopped.points.count)
    let resumed = try await sweep(2_000).run(FakeSource(count: 2_000))
    #expect(resumed.wasResumed)
    #expect(try StoreContents(store) == StoreContents(expecting: 2_000))
  }

  @Test func aStoreThatTakesNoMoreStopsTheSweep() async throws {
    let benchmark = FakeBenchmark(delay: .microseconds(100))
    let store = self.store
    let once = Mutex(false)
    await #expect(throws: StoreError.self) {
      _ = try await sweep(20_000, benchmark: benchmark).run(FakeSource(count: 20_000)) { progress in
        // The directory is pulled away from under the sweep: its run is gone.
        guard progress.measured > 200, once.withLock({ isDone in (isDone, isDone = true).0 }) == false
        else { return }
        _ = try? store.close()
      }
    }
  }

  @Test func progressIsToldAtMostTenTimesASecondAndEndsWithEverything() async throws {
    let told = Mutex<[SweepProgress]>([])
    let benchmark = FakeBenchmark(delay: .milliseconds(1))
    let sweep = sweep(600, benchmark: benchmark)
    let result = try await sweep.run(FakeSource(count: 600)) { progress in
      told.withLock { $0.append(progress) }
    }
    let all = told.withLock { $0 }
    #expect(Double(all.count) <= result.progress.elapsedSeconds * 10 + 2)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.candidates <= $1.candidates })
    #expect(all.last == result.progress)
    #expect(result.progress.fraction == 1 && result.progress.candidates == 600)
  }
}
