/// A frontier of a plane that takes points as they come, one at a time or in blocks, and holds nothing but itself.
///
/// The result does not depend on the order of the points: of exact duplicates the one with the least key survives.
/// A point with a coordinate that is not finite is on no frontier.
public struct StreamingFront: Sendable {
  private let xDirection: Direction
  private let yDirection: Direction
  private var stairs = BlockedStaircase()
  private var ceiling = FrontCeiling()

  public init(xDirection: Direction = .maximise, yDirection: Direction = .maximise) {
    self.xDirection = xDirection
    self.yDirection = yDirection
  }

  /// Points on the frontier so far.
  public var count: Int { stairs.count }

  /// Takes one point. - Complexity: O(log front), amortised; O(1) memory for each point on the frontier.
  @inline(__always)
  public mutating func insert(x: Double, y: Double, key: Int64) {
    let u = xDirection.oriented(x)
    let v = yDirection.oriented(y)
    guard u.isFinite && v.isFinite && !ceiling.covers(u, v) else { return }
    switch stairs.standing(u, v) {
    case .covered(let entry): stairs.contest(u, v, key: key, entry: entry)
    case .open(let place):
      stairs.insert(u, v, key: key, at: place)
      ceiling.noteChange(of: stairs)
    }
  }

  /// Takes a block of points as flat columns.
  /// - Precondition: the columns have one length.
  /// - Complexity: O(n log front).
  public mutating func insert(
    x: UnsafeBufferPointer<Double>, y: UnsafeBufferPointer<Double>, keys: UnsafeBufferPointer<Int64>
  ) {
    precondition(x.count == y.count && x.count == keys.count, "columns of one length")
    for index in x.indices { insert(x: x[index], y: y[index], key: keys[index]) }
  }

  /// Takes a block of points as arrays. - Complexity: O(n log front).
  public mutating func insert(x: [Double], y: [Double], keys: [Int64]) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        keys.withUnsafeBufferPointer { keys in insert(x: x, y: y, keys: keys) }
      }
    }
  }

  /// Takes what another frontier over the same axes holds, as if its points had been inserted here.
  /// - Complexity: O(m log front) for its m points.
  public mutating func merge(_ other: StreamingFront) {
    precondition(
      xDirection == other.xDirection && yDirection == other.yDirection, "frontiers of one direction")
    other.forEach { insert(x: $0, y: $1, key: $2) }
  }

  /// Keys of the frontier's points, by rising first axis. - Complexity: O(front).
  public var keys: [Int64] {
    let found = stairs.allKeys
    return xDirection == .maximise ? found : found.reversed()
  }

  /// Calls `body` with each point of the frontier, the best of the first axis last.
  public func forEach(_ body: (_ x: Double, _ y: Double, _ key: Int64) -> Void) {
    stairs.forEach { body(xDirection.oriented($0), yDirection.oriented($1), $2) }
  }
}
