/// A lane or a rank and the requests that it has in flight, in one number: the least is the one with fewest requests,
/// the first among equals, and is found without a branch that would be guessed wrong every other time.
struct LoadedPlace: Comparable, BitwiseCopyable {
  /// Lanes and ranks are at most 20,000.
  private static let placeBits: UInt64 = 16

  private let bits: UInt64

  static let worst = LoadedPlace(bits: .max)

  private init(bits: UInt64) { self.bits = bits }

  @inline(__always) init(load: Int, place: Int) {
    bits = UInt64(truncatingIfNeeded: load) << Self.placeBits | UInt64(truncatingIfNeeded: place)
  }

  @inline(__always) var place: Int { Int(truncatingIfNeeded: bits & 0xffff) }

  @inline(__always) static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}
