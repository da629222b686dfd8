internal import Synchronization

/// Values by key, of which those that were not asked for in a while go when they take too much memory.
///
/// Two generations: what is asked for moves into the young one; when that takes half of the room, it becomes the old one,
/// and what nobody asked for in the meantime is gone. So every key costs O(1), and what is in use stays.
package final class RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Generations {
    var young: [Key: Value] = [:]
    var old: [Key: Value] = [:]
    var youngBytes = 0
  }

  private let generations = Mutex(Generations())
  /// Most bytes of a generation.
  private let room: Int
  private let bytes: @Sendable (Value) -> Int

  /// - Parameters:
  ///   - limit: bytes that all values may take, about.
  ///   - bytes: that a value takes.
  package init(limit: Int, bytes: @escaping @Sendable (Value) -> Int) {
    room = limit / 2
    self.bytes = bytes
  }

  /// - Parameter make: called where the key is new, outside of the lock: two threads may do so at once, and must get
  ///   equal values.
  package func value(_ key: Key, make: () -> Value) -> Value {
    if let known = generations.withLock({ known(key, &$0) }) { return known }
    let made = make()
    generations.withLock { keep(made, key, &$0) }
    return made
  }

  private func known(_ key: Key, _ generations: inout Generations) -> Value? {
    if let value = generations.young[key] { return value }
    guard let value = generations.old.removeValue(forKey: key) else { return nil }
    keep(value, key, &generations)
    return value
  }

  private func keep(_ value: Value, _ key: Key, _ generations: inout Generations) {
    let size = bytes(value)
    if generations.youngBytes + size > room {
      generations.old = generations.young
      generations.young = [:]
      generations.youngBytes = 0
    }
    if generations.young.updateValue(value, forKey: key) == nil { generations.youngBytes += size }
  }
}
