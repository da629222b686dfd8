/// What a search proposes: a point to measure, or a place in the space that no rule allows.
public enum Candidate: Sendable, Hashable {
  case point(Point)
  case rejected(Rejection)
}

/// What a part of a space holds.
public struct CandidateTally: Sendable, Hashable {
  /// The points to measure, in order.
  public var points: [Point] = []
  /// Candidates that no rule allows, by rule.
  public var rejected: [Rejection.Rule: Int] = [:]
  /// Places that repeat another under a value of an axis that does not exist there: no candidates.
  public var absent = 0

  public init() {}
}

/// A part of a stream of candidates. They are worked out when they are asked for, on any thread.
public struct CandidateChunk: Sendable {
  private let body: @Sendable () -> CandidateTally

  public init(_ body: @escaping @Sendable () -> CandidateTally) { self.body = body }

  public func tally() -> CandidateTally { body() }
}

/// A stream of candidates in a fixed order that depends on the space, the search and its seed alone.
///
/// Candidates of one deployment come one after the other, so that what is compiled for a deployment serves
/// all its workloads. The stream is never held in memory as a whole.
public protocol PointSource {
  /// Places in all, where that is known before the end: rejected and absent ones count.
  var total: Int? { get }
  /// What must be known of the whole stream before its first chunk; most need nothing.
  /// - Parameter goOn: told the places dealt with so far from time to time; no: to stop.
  /// - Returns: whether it was done to the end.
  mutating func prepare(_ goOn: (Int) -> Bool) -> Bool
  /// The next chunk, of at most `limit` places; nil at the end. Cheap: one thread at a time asks for chunks,
  /// while all of them work them out.
  mutating func next(_ limit: Int) -> CandidateChunk?
}

extension PointSource {
  public mutating func prepare(_ goOn: (Int) -> Bool) -> Bool { true }
}
