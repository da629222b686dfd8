/// A sample of points that pass by in any order: those with the smallest keys. Keys are hashes, so the sample is
/// even, and it is the same whatever the order.
public struct KeySample: Sendable {
  /// One point of the sample.
  public struct Member: Sendable, Hashable {
    public var key: Int64
    /// Row in the store.
    public var id: Int64
    public var x: Double
    public var y: Double

    public init(key: Int64, id: Int64, x: Double, y: Double) {
      self.key = key
      self.id = id
      self.x = x
      self.y = y
    }
  }

  private let limit: Int
  private var found: [Member] = []
  private var largest = Int64.max

  /// - Parameter limit: most members, at least 1.
  public init(limit: Int) { self.limit = limit }

  @inline(__always)
  public mutating func add(key: Int64, id: Int64, x: Double, y: Double) {
    guard key <= largest else { return }
    found.append(Member(key: key, id: id, x: x, y: y))
    if found.count >= 2 * limit { found = cut() }
  }

  private mutating func cut() -> [Member] {
    let kept = members
    if kept.count == limit, let last = kept.last { largest = last.key }
    return kept
  }

  /// At most `limit` points by rising key.
  public var members: [Member] {
    Array(found.sorted { $0.key < $1.key }.prefix(limit))
  }
}
