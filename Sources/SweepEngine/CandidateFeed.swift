internal import ResultStore
internal import ServingModel
internal import Synchronization

/// Hands the stream of candidates to workers, one chunk at a time: neighbours, which mostly share a
/// deployment, go to the same worker, which works them out by itself.
final class CandidateFeed: Sendable {
  private struct State {
    var source: any PointSource
    /// Chunks that a worker took and has not yet turned into points to measure.
    var underway = 0
  }

  let total: Int?
  let chunkSize: Int
  private let state: Mutex<State>

  init(_ source: sending any PointSource, workers: Int) {
    total = source.total
    // Small spaces are cut finer, so that every worker gets some.
    let share = total.map { $0 / (workers * 4) } ?? Self.largest
    chunkSize = min(Self.largest, max(1, share))
    state = Mutex(State(source: source))
  }

  /// Enough places for what a chunk costs by itself, a transaction to look its points up, to be little.
  private static let largest = 2_048

  /// Nil at the end. Call ``done()`` when the chunk's points are there to be measured.
  func next() -> CandidateChunk? {
    state.withLock { state in
      guard let chunk = state.source.next(chunkSize) else { return nil }
      state.underway += 1
      return chunk
    }
  }

  func done() { state.withLock { $0.underway -= 1 } }

  /// Whether a worker may still come up with points.
  var isUnderway: Bool { state.withLock { $0.underway > 0 } }
}

/// The points that workers hold: a point that stands in two chunks is measured by one of them.
final class PointsInFlight: Sendable {
  private let keys = Mutex<Set<StableKey>>([])

  /// Takes the points that nobody holds, each once. Call before looking them up in the store: whoever held a
  /// point before has stored it when this takes it.
  func take(_ wanted: [PlacedPoint]) -> [PlacedPoint] {
    keys.withLock { keys in wanted.filter { keys.insert($0.key).inserted } }
  }

  func release(_ done: some Sequence<StableKey>) {
    keys.withLock { keys in
      for key in done { keys.remove(key) }
    }
  }
}
