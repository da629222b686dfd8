/// A method that chooses places of a design space.
///
/// A search knows the space only as a number of ordinals and as a unit cube; whoever drives it turns its
/// proposals into points. It proposes the same places for the same request, on every machine.
public protocol Search: Sendable {
  /// Name on the command line.
  static var name: String { get }
  init(_ request: SearchRequest)
  /// Places that the search will propose in all, where it knows.
  var total: UInt64? { get }
  /// The next proposals, at most `limit`; empty at the end.
  mutating func propose(_ limit: Int) -> [Proposal]
}

/// A place that a search proposes.
public enum Proposal: Sendable, Hashable {
  /// By its number in the space's own order.
  case ordinal(UInt64)
  /// By a point of the unit cube [0, 1)^d.
  case unit([Double])
}

/// What a search may know.
public struct SearchRequest: Sendable, Hashable {
  /// Places in the space.
  public var count: UInt64
  /// Dimensions of the unit cube.
  public var dimensions: Int
  /// Most proposals; absent: all places.
  public var budget: UInt64?
  public var seed: UInt64

  public init(count: UInt64, dimensions: Int, budget: UInt64? = nil, seed: UInt64 = 0) {
    self.count = count
    self.dimensions = dimensions
    self.budget = budget
    self.seed = seed
  }

  /// Proposals to make: never more than there are places.
  var size: UInt64 { min(count, budget ?? count) }
}

/// A search name that is not known.
public struct UnknownSearch: Error, Sendable, Hashable, CustomStringConvertible {
  public var name: String
  public var nearest: String?

  public init(name: String, nearest: String?) {
    self.name = name
    self.nearest = nearest
  }

  public var description: String {
    let hint = nearest.map { "did you mean `\($0)`?" } ?? "known: \(Searches.names.joined(separator: ", "))"
    return "unknown search `\(name)`: \(hint)"
  }
}
