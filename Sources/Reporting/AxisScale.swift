internal import Foundation

/// One axis of a plot: the range that it shows and its ticks.
struct AxisScale: Sendable, Hashable {
  /// How values are spread along an axis.
  enum Kind: Sendable, Hashable {
    case linear
    case logarithmic
  }

  let kind: Kind
  let lower: Double
  let upper: Double

  /// A range that holds the values with round ends: linear from zero, logarithmic by 1, 2, 5.
  init(_ kind: Kind, values: some Sequence<Double>) {
    var least = Double.infinity
    var most = 0.0
    for value in values where value.isFinite && value > 0 {
      least = min(least, value)
      most = max(most, value)
    }
    if most <= 0 { (least, most) = (1, 1) }
    self.kind = kind
    switch kind {
    case .linear:
      let step = Self.niceStep(most / 5)
      lower = 0
      upper = (most / step).rounded(.up) * step
    case .logarithmic:
      lower = Self.roundedLog(least, up: false)
      upper = max(Self.roundedLog(most, up: true), lower * 2)
    }
  }

  /// 0 at the lower end, 1 at the upper; none outside.
  func position(_ value: Double) -> Double? {
    guard value.isFinite, value >= lower, value <= upper else { return nil }
    switch kind {
    case .linear: return upper > lower ? (value - lower) / (upper - lower) : nil
    case .logarithmic:
      return value > 0 ? (log2(value) - log2(lower)) / (log2(upper) - log2(lower)) : nil
    }
  }

  /// At most about `count` round values.
  func ticks(_ count: Int) -> [Double] {
    switch kind {
    case .linear:
      let step = Self.niceStep((upper - lower) / Double(max(1, count)))
      return (0...Int((upper / step + 1e-9).rounded(.down))).map { Double($0) * step }
    case .logarithmic:
      for digits in [[1.0, 2, 5], [1.0, 3], [1.0]] {
        let ticks = Self.decades(lower, upper).flatMap { decade in digits.map { $0 * decade } }
          .filter { $0 >= lower * 0.999 && $0 <= upper * 1.001 }
        if ticks.count <= max(2, count) || digits.count == 1 { return ticks }
      }
      return []
    }
  }

  /// 1, 2, 2.5 or 5 times a power of ten, not below `rough`.
  static func niceStep(_ rough: Double) -> Double {
    guard rough.isFinite, rough > 0 else { return 1 }
    let decade = power10(below: rough)
    for factor in [1, 2, 2.5, 5] where factor * decade >= rough * 0.999_999 { return factor * decade }
    return 10 * decade
  }

  private static func roundedLog(_ value: Double, up: Bool) -> Double {
    let decade = power10(below: value)
    let steps = [1.0, 2, 5, 10].map { $0 * decade }
    return up
      ? steps.first { $0 >= value * 0.999_999 } ?? value
      : steps.last { $0 <= value * 1.000_001 } ?? value
  }

  private static func decades(_ lower: Double, _ upper: Double) -> [Double] {
    var decade = power10(below: lower)
    var decades: [Double] = []
    while decade <= upper * 1.001 && decades.count < 40 {
      decades.append(decade)
      decade *= 10
    }
    return decades
  }

  private static func power10(below value: Double) -> Double {
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    while power > value { power /= 10 }
    return power
  }
}
