internal import ResultStore
internal import Synchronization

/// The points that each worker has yet to measure.
///
/// A worker takes its own in order, so that the points of one deployment stay together. Points differ in
/// cost by orders of magnitude: who has nothing left at the end of the stream takes half of another's.
final class WorkQueues: Sendable {
  private struct Queue {
    var points: [PlacedPoint] = []
    var position = 0
    var left: Int { points.count - position }
  }

  private final class Lane: Sendable {
    let queue = Mutex(Queue())
  }

  private let lanes: [Lane]

  init(workers: Int) { lanes = (0..<workers).map { _ in Lane() } }

  /// The worker's next point.
  func next(_ worker: Int) -> PlacedPoint? {
    lanes[worker].queue.withLock { queue in
      guard queue.left > 0 else { return nil }
      queue.position += 1
      return queue.points[queue.position - 1]
    }
  }

  /// Gives a worker that has none left its points.
  func fill(_ worker: Int, _ points: [PlacedPoint]) {
    lanes[worker].queue.withLock { $0 = Queue(points: points) }
  }

  /// Takes the second half of what the worker with the most points has left.
  /// - Returns: whether there was something.
  func steal(for thief: Int) -> Bool {
    let left = lanes.map { $0.queue.withLock(\.left) }
    guard let victim = left.indices.max(by: { left[$0] < left[$1] }), victim != thief, left[victim] > 0
    else { return false }
    let points = lanes[victim].queue.withLock { queue in
      let half = Array(queue.points.suffix((queue.left + 1) / 2))
      queue.points.removeLast(half.count)
      return half
    }
    fill(thief, points)
    return !points.isEmpty
  }
}
