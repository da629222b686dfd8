/// Knots at 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, … : four per octave, found in constant time.
///
/// Kernel times are close to linear between them (measured tables have one to two knots per octave).
public enum OctaveGrid {
  /// The knots from 1 up to the first that is not below `limit`.
  public static func knots(through limit: Int) -> [Int] {
    var knots: [Int] = []
    var index = 0
    repeat {
      knots.append(knot(index))
      index += 1
    } while knots[knots.count - 1] < limit
    return knots
  }

  /// The knot at an index (0 is 1 token).
  @inlinable
  public static func knot(_ index: Int) -> Int {
    if index < 3 { return index + 1 }
    let octave = (index - 3) >> 2
    return (4 + ((index - 3) & 3)) << octave
  }

  /// Index of the largest knot that is not above `value` (which is at least 1).
  @inlinable
  public static func index(below value: Int) -> Int {
    if value < 4 { return value - 1 }
    let exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
    return 3 + ((exponent - 2) << 2) + ((value >> (exponent - 2)) & 3)
  }
}

/// A function of a token count: values at the knots of ``OctaveGrid``, linear between and beyond.
public struct TokenCurve: Sendable, Hashable {
  public private(set) var values: [Double]
  /// Confidence of the value at each knot.
  public private(set) var confidence: [Confidence]

  /// - Parameters:
  ///   - limit: largest count that will be asked for.
  ///   - value: time in milliseconds and its confidence at a count.
  public init(through limit: Int, value: (Int) -> (Double, Confidence)) {
    let pairs = OctaveGrid.knots(through: max(2, limit)).map(value)
    values = pairs.map(\.0)
    confidence = pairs.map(\.1)
  }

  /// Milliseconds at `count` tokens; 0 at none.
  @inlinable @inline(__always)
  public func callAsFunction(_ count: Int) -> Double {
    if count <= 0 { return 0 }
    let index = min(OctaveGrid.index(below: count), values.count - 2)
    let low = OctaveGrid.knot(index)
    let high = OctaveGrid.knot(index + 1)
    let share = Double(count - low) / Double(high - low)
    return values[index] + (values[index + 1] - values[index]) * share
  }

  /// Confidence of the value at `count`.
  public func confidence(at count: Int) -> Confidence {
    count <= 0 ? .measured : confidence[min(OctaveGrid.index(below: count), confidence.count - 1)]
  }
}
