internal import Foundation

enum Octaves {
  /// Octaves between two sizes (at least 1 each).
  static func between(_ left: Int, _ right: Int) -> Double {
    abs(log2(Double(max(1, left)) / Double(max(1, right))))
  }
}
