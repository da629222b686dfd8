import SeededNumbers
import Foundation
import ResultStore
import ServingModel
import SweepEngine
import SweepFakes
import Testing

/// However often and however a sweep is stopped, the store comes out the same.
@Suite(.serialized) struct InterruptionTests {
  private static let count = 1_200

  private func sweep(_ store: ResultStore, workers: Int, delay: Duration = .microseconds(100)) -> Sweep {
    var options = SweepOptions()
    options.workers = workers
    return Sweep(
      benchmark: FakeBenchmark(delay: delay), store: store, identity: .fake(Self.count), options: options)
  }

  enum Way: CaseIterable { case request, cancel }

  @Test(arguments: Way.allCases, [1, 2])
  func interruptedAtRandomMomentsAndResumedItEqualsTheUninterrupted(way: Way, seed: UInt64) async throws {
    var random = SplitMix(state: seed &+ (way == .cancel ? 100 : 0))
    let directory = try TemporaryDirectory()
    let store = try ResultStore(path: directory.path("explore.sqlite"))
    var interruptions = 0
    for attempt in 0..<30 {
      let interruption = Interruption()
      let workers = 1 + Int(random.next() % 4)
      let sweep = sweep(store, workers: workers, delay: attempt < 20 ? .microseconds(100) : .zero)
      let task = Task { try await sweep.run(FakeSource(count: Self.count), interruption: interruption) }
      if attempt < 20 {
        try await Task.sleep(for: .milliseconds(Int(random.next() % 40)))
        if way == .cancel { task.cancel() } else { interruption.request() }
      }
      let result = try await task.value
      let contents = try StoreContents(store)
      // At every stop, the counters agree with the rows.
      #expect(contents.counters.measured == contents.points.count)
      #expect(contents.counters.failed == contents.failures.count)
      #expect(contents.status == (result.outcome == .interrupted ? .interrupted : .complete))
      if result.outcome != .interrupted { break }
      interruptions += 1
    }
    #expect(interruptions > 0)
    #expect(try StoreContents(store) == StoreContents(expecting: Self.count))
    #expect(try store.counts().runs == 1)
  }

  @Test func twoSweepsOnOneStoreShareTheirPoints() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("explore.sqlite")
    let count = Self.count
    // Two connections, as two processes have: equal points, different seeds, thus different runs.
    let results = try await withThrowingTaskGroup(of: SweepResult.self) { group in
      for seed in [1, 2] {
        group.addTask {
          let store = try ResultStore(path: path)
          var identity = RunIdentity.fake(count)
          identity.seed = UInt64(seed)
          let sweep = Sweep(
            benchmark: FakeBenchmark(delay: .microseconds(50)), store: store, identity: identity)
          return try await sweep.run(FakeSource(count: count))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let store = try ResultStore(path: path)
    let expected = StoreContents(expecting: count)
    for result in results {
      let contents = try StoreContents(store, run: result.run.id)
      #expect(contents.points == expected.points && contents.failures == expected.failures)
      #expect(contents.counters.done == expected.points.count)
    }
    #expect(results.map(\.run.counters.measured).reduce(0, +) == expected.points.count)
    #expect(try store.counts().measurements == expected.points.count)
  }

  @Test func theSameSweepTwiceAtOnceIsRefused() async throws {
    let directory = try TemporaryDirectory()
    let store = try ResultStore(path: directory.path("explore.sqlite"))
    let interruption = Interruption()
    let first = sweep(store, workers: 1, delay: .milliseconds(2))
    let task = Task { try await first.run(FakeSource(count: Self.count), interruption: interruption) }
    while try store.runs().first.map({ store.isInUse($0.id) }) != true {
      try await Task.sleep(for: .milliseconds(5))
    }
    await #expect(throws: StoreError(.runInUse(1), path: store.path)) {
      _ = try await first.run(FakeSource(count: Self.count))
    }
    interruption.request()
    #expect(try await task.value.outcome == .interrupted)
  }
}
