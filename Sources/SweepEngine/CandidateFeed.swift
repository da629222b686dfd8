internal import ServingModel
internal import Synchronization

/// Hands the stream of candidates to workers, one chunk at a time: neighbours, which mostly share a
/// deployment, go to the same worker.
final class CandidateFeed: Sendable {
  let total: Int?
  let chunkSize: Int
  private let source: Mutex<any PointSource>

  init(_ source: sending any PointSource, workers: Int) {
    total = source.total
    // Small spaces are cut finer, so that every worker gets some.
    let share = total.map { $0 / (workers * 4) } ?? Self.largest
    chunkSize = min(Self.largest, max(1, share))
    self.source = Mutex(source)
  }

  private static let largest = 512

  /// Empty at the end.
  func next() -> [Candidate] {
    source.withLock { source in source.next(chunkSize) }
  }
}

/// The points that workers hold: a point that stands in two chunks is measured by one of them.
final class PointsInFlight: Sendable {
  private let keys = Mutex<Set<StableKey>>([])

  /// Takes the points that nobody holds. Call before looking them up in the store: whoever held a point
  /// before has stored it when this takes it.
  func take(_ wanted: some Sequence<StableKey>) -> Set<StableKey> {
    keys.withLock { keys in
      var taken: Set<StableKey> = []
      for key in wanted where keys.insert(key).inserted { taken.insert(key) }
      return taken
    }
  }

  func release(_ done: some Sequence<StableKey>) {
    keys.withLock { keys in
      for key in done { keys.remove(key) }
    }
  }
}
