internal import Foundation

extension Machine {
  static func logarithm2(_ value: Double) -> Double { Foundation.log2(value) }
  static func power(_ base: Double, _ exponent: Double) -> Double { Foundation.pow(base, exponent) }
}
