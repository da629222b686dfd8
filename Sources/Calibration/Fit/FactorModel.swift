internal import Foundation
public import ServingModel

/// Factors on the timing model's constants for groups of servers: those of a server are the product over its levels.
public struct FactorModel: Sendable {
  /// Levels that have factors of their own, from all servers to one group.
  static let levels: [ShrinkageLevel] = [
    .all, .engine, .engineSystem, .engineModel, .engineSystemModel, .group,
  ]
  /// Deviation of the logarithm of a factor from its parent's, before anything was measured; round figures.
  static func deviation(_ level: ShrinkageLevel) -> Double {
    switch level {
    case .all: 0.5
    case .engine: 0.4
    case .engineModel: 0.25
    case .engineSystem, .engineSystemModel: 0.15
    default: 0.1
    }
  }
  /// No product of factors goes beyond this either way: what rows say of one constant is seldom independent of others.
  static let largestLogarithm = 2.5

  /// Logarithms of factors by level and group, in the order of ``TimingFactors/Name``.
  var logarithms: [Place: [Double]] = [:]

  struct Place: Hashable, Sendable {
    var level: ShrinkageLevel
    var key: String
  }

  static func places(_ group: CalibrationGroup) -> [Place] {
    levels.compactMap { level in
      level.key(group, version: nil, cluster: nil).map { Place(level: level, key: $0) }
    }
  }

  /// Constants of a group's servers; of its nearest known relatives where it was never seen.
  public func factors(_ group: CalibrationGroup) -> TimingFactors {
    var factors = TimingFactors(uncalibrated: group.engine)
    let places = Self.places(group)
    for (index, name) in TimingFactors.Name.allCases.enumerated() {
      let sum = places.reduce(0.0) { $0 + (logarithms[$1]?[index] ?? 0) }
      factors[name] *= exp(min(max(sum, -Self.largestLogarithm), Self.largestLogarithm))
    }
    return factors
  }
}
