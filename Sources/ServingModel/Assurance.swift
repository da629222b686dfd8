/// How sure it must be that a limit is kept: the share of real measurements that keep it.
///
/// One half would be the middle of an interval, so the share is above it.
public struct Assurance: Sendable, Hashable, Codable {
  /// Above 0.5 and below 1.
  public let share: Double
  /// The share as a quantile of the standard normal distribution.
  public let score: Double

  /// Nil for a share that is not above 0.5 and below 1.
  public init?(share: Double) {
    guard share > 0.5, share < 1 else { return nil }
    self.share = share
    score = NormalScore.score(share)
  }

  /// `90 %`.
  public var text: String { "\(Figure.text(share * 100, digits: 4)) %" }
}
