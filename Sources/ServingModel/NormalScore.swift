internal import Foundation

/// Quantiles of the standard normal distribution.
public enum NormalScore {
  /// Scores of the quantiles that a ``PredictionInterval`` keeps: 5, 10, 50, 90 and 95 %.
  static let kept = [0.05, 0.10, 0.50, 0.90, 0.95].map(score)

  /// The value that a share of a standard normal variable stays below.
  ///
  /// Bisection on the error function: 60 halvings of [-8, 8] are exact to the last digits, and it is asked rarely.
  /// - Parameter share: above 0 and below 1; clamped to [-8, 8] standard deviations.
  public static func score(_ share: Double) -> Double {
    var low = -8.0
    var high = 8.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
