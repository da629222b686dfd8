/// The frontier of points that pass by in any order, both axes maximised; holds little more than the frontier. Of exact
/// duplicates the one with the smaller key survives, so the order does not matter.
///
/// A point that the front so far does not dominate waits until as many have gathered as the front has members; then
/// the front is drawn anew over both. So a set that is all front costs O(n log n), and one with a small front next to
/// nothing.
public struct StreamingFront: Sendable {
  /// A point by its values, what decides between duplicates, and its row in the store.
  struct Entry: Sendable {
    var x: Double
    var y: Double
    var key: Int64
    var id: Int64
  }

  /// The front by rising first axis, then those that wait.
  private var entries: [Entry] = []
  private var settled = 0
  private var ceiling = FrontCeiling()
  private static let fewest = 1024

  public init() {}

  /// Whether a point may be on the front; one whose coordinates are not finite is on none.
  @inline(__always)
  func mayHold(_ x: Double, _ y: Double, key: Int64) -> Bool {
    guard x.isFinite && y.isFinite && !ceiling.covers(x, y) else { return false }
    return entries.withUnsafeBufferPointer { entries in
      var base = 0
      var length = settled
      while length > 0 {
        let half = length >> 1
        let below = entries[base + half].x < x
        base = below ? base + half + 1 : base
        length = below ? length - half - 1 : half
      }
      guard base < settled else { return true }
      let rival = entries[base]
      guard rival.y >= y else { return true }
      return rival.x == x && rival.y == y && key < rival.key
    }
  }

  /// Adds a point.
  /// - Parameters:
  ///   - key: decides between duplicates.
  ///   - id: names the point in ``ids``.
  /// - Complexity: O(log front), amortised.
  @inline(__always)
  public mutating func insert(x: Double, y: Double, key: Int64, id: Int64) {
    if mayHold(x, y, key: key) { hold(x, y, key: key, id: id) }
  }

  /// Adds a point that ``mayHold(_:_:key:)`` lets in.
  mutating func hold(_ x: Double, _ y: Double, key: Int64, id: Int64) {
    // Adding 0 makes -0 a 0, so that equal values are duplicates.
    entries.append(Entry(x: x + 0, y: y + 0, key: key, id: id))
    if entries.count - settled >= max(Self.fewest, settled) { settle() }
  }

  private mutating func settle() {
    entries.sort { $0.key < $1.key }
    let front = ParetoFront.indices(x: entries.map(\.x), y: entries.map(\.y))
    entries = front.map { entries[$0] }
    settled = entries.count
    ceiling.picture(entries)
  }

  /// Rows of the front by rising first axis.
  public var ids: [Int64] {
    var all = self
    all.settle()
    return all.entries.map(\.id)
  }
}
