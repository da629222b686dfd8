/// What a search proposes: a point to measure, or a place in the space that no rule allows.
public enum Candidate: Sendable, Hashable {
  case point(Point)
  case rejected(Rejection)
}

/// A stream of candidates in a fixed order that depends on the space, the search and its seed alone.
///
/// Candidates of one deployment come one after the other, so that what is compiled for a deployment serves
/// all its workloads. The stream is never held in memory as a whole.
public protocol PointSource {
  /// Candidates in all, where that is known before the end (rejected ones count).
  var total: Int? { get }
  /// The next candidates, at most `limit`; empty at the end.
  mutating func next(_ limit: Int) -> [Candidate]
}
