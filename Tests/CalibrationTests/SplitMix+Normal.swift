import Foundation
import SeededNumbers

extension SplitMix {
  /// A draw from the standard normal distribution (Box and Muller).
  mutating func normal() -> Double {
    let length = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self))).squareRoot()
    return length * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }
}
