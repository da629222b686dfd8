internal import Foundation

extension PackedTables {
  /// Milliseconds of a stored code (not 0).
  static func milliseconds(_ code: UInt16) -> Double {
    exp2(Double(code - 1) / stepsPerOctave - octaveOffset)
  }

  /// The nearest code of a time; times below 0.06 µs or above 2.3 s are clamped.
  static func code(_ milliseconds: Double) -> UInt16 {
    guard milliseconds > 0, milliseconds.isFinite else { return 1 }
    let step = (log2(milliseconds) + octaveOffset) * stepsPerOctave
    return UInt16(min(65_534, max(0, step.rounded()))) + 1
  }
}
