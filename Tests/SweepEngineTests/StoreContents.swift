import Foundation
import ResultStore
import ServingModel
import SweepFakes

/// A directory for one test, removed with it.
final class TemporaryDirectory: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// What a run left in a store, without row numbers and times, which depend on the order of arrival.
struct StoreContents: Equatable {
  var points: [StableKey: [ServingModel.Measurement]] = [:]
  var failures: [StableKey: [String]] = [:]
  var counters: RunCounters
  var status: Run.Status

  init(_ store: ResultStore, run id: Int64 = 1) throws {
    let run = try store.run(id)
    counters = run.counters
    status = run.status
    var points: [StableKey: [ServingModel.Measurement]] = [:]
    try store.forEachResult(of: id) { points[$0.key, default: []].append($0.measurement) }
    self.points = points
    for failure in try store.failures(of: id) {
      failures[failure.point.stableKey, default: []].append(failure.reason)
    }
  }

  /// What a sweep of the fakes must leave, worked out without the engine.
  init(expecting count: Int) {
    counters = RunCounters()
    counters.total = count
    status = .complete
    for index in 0..<count {
      switch FakeSource.candidate(index) {
      case .rejected(let rejection): counters.rejected[rejection.rule.rawValue, default: 0] += 1
      case .point(let point):
        do {
          points[point.stableKey] = [try FakeBenchmark.measurement(of: point)]
        } catch {
          failures[point.stableKey] = ["\(error)"]
        }
      }
    }
    counters.measured = points.count
    counters.failed = failures.count
  }
}

extension RunIdentity {
  /// The same as the crash probe's.
  static func fake(_ count: Int) -> RunIdentity {
    RunIdentity(spaceName: "fake", spaceText: "count: \(count)", seed: 7)
  }
}
