internal import ServingSimulator
internal import Synchronization

/// Working memory of simulations, one per thread that runs at the same time.
final class ArenaPool: Sendable {
  /// An arena is used by one caller at a time, between `take` and `give`.
  private struct Box: @unchecked Sendable {
    let arena: SimulationArena
  }
  private let free = Mutex<[Box]>([])

  func with<Result, Failure: Error>(
    _ body: (SimulationArena) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let box = free.withLock { $0.popLast() } ?? Box(arena: SimulationArena())
    defer { free.withLock { $0.append(box) } }
    return try body(box.arena)
  }
}
