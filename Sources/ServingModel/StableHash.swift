/// FNV-1a over UTF-8 with the 64-bit finaliser of MurmurHash3, so that nearby texts get distant keys.
///
/// Takes a text piece by piece: a sweep hashes two texts a point and needs neither of them.
public struct StableHash: Sendable {
  private var state: UInt64

  public init(seed: UInt64 = 0) { state = Self.basis ^ seed }

  /// The hash of all that was written.
  public var value: Int64 {
    var hash = (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return Int64(bitPattern: hash ^ (hash >> 33))
  }

  public static func of(_ text: String, seed: UInt64 = 0) -> Int64 {
    var hash = StableHash(seed: seed)
    hash.write(text)
    return hash.value
  }

  /// FNV-1a alone: nearby bytes get nearby hashes.
  public static func fnv1a(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var hash = StableHash(seed: seed)
    for byte in bytes { hash.add(byte) }
    return hash.state
  }

  private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always)
  private mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}

extension StableHash: CanonicalSink {
  mutating func write(_ name: StaticString) {
    for index in 0..<name.utf8CodeUnitCount { add(name.utf8Start[index]) }
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in for byte in bytes { add(byte) } }
  }

  mutating func write(_ number: Int) {
    guard number >= 0 else { return write("\(number)" as String) }
    var unit = 1
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      add(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }
}
