/// Which way an axis is better.
public enum Direction: String, Sendable, Hashable, Codable {
  case maximise
  case minimise

  /// The value as one to maximise; -0 becomes 0, so that equal values have equal bits.
  @inline(__always)
  func oriented(_ value: Double) -> Double { (self == .maximise ? value : -value) + 0 }
}
