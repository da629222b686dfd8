/// A Sobol sequence, scrambled: every prefix of 2^k points has one point in each of 2^k equal slices of
/// every dimension.
///
/// The scramble is J. Matousek's random linear one with a digital shift (On the L2-discrepancy for anchored
/// boxes, Journal of Complexity 14, 1998): each dimension's binary digits are multiplied by a random lower
/// triangular matrix and shifted, which keeps the net property. Dimensions beyond the table are uniform.
public struct SobolSearch: Search {
  public static let name = "sobol"

  private let request: SearchRequest
  /// Scrambled direction numbers by dimension.
  private let vectors: [[UInt32]]
  /// The digital shift, then the running point.
  private var state: [UInt32]
  private var extra: RandomNumbers
  private var position: UInt64 = 0

  public init(_ request: SearchRequest) {
    self.request = request
    var numbers = RandomNumbers(seed: request.seed)
    let dimensions = min(request.dimensions, SobolDirections.dimensions)
    vectors = (0..<dimensions).map { dimension in
      let rows = Self.scramble(&numbers)
      return SobolDirections.vectors(dimension: dimension).map { Self.multiply(rows, $0) }
    }
    state = (0..<dimensions).map { _ in UInt32(truncatingIfNeeded: numbers.next()) }
    extra = RandomNumbers(seed: numbers.next())
  }

  public var total: UInt64? { request.size }

  public mutating func propose(_ limit: Int) -> [Proposal] {
    let count = min(UInt64(max(0, limit)), request.size - position)
    return (0..<count).map { _ in .unit(nextPoint()) }
  }

  private mutating func nextPoint() -> [Double] {
    if position > 0 {
      // Gray code: one direction number changes the last point into the next one.
      let bit = min(SobolDirections.bits - 1, position.trailingZeroBitCount)
      for dimension in vectors.indices { state[dimension] ^= vectors[dimension][bit] }
    }
    position += 1
    return state.map { Double($0) * 0x1p-32 }
      + (state.count..<max(state.count, request.dimensions)).map { _ in extra.unit() }
  }

  /// Rows of a random lower triangular matrix with ones on its diagonal; row 0 makes the highest digit.
  private static func scramble(_ numbers: inout RandomNumbers) -> [UInt32] {
    (0..<UInt32(SobolDirections.bits)).map { row in
      let diagonal: UInt32 = 1 << (31 - row)
      let left = row == 0 ? 0 : ~UInt32(0) << (32 - row)
      return diagonal | UInt32(truncatingIfNeeded: numbers.next()) & left
    }
  }

  private static func multiply(_ rows: [UInt32], _ vector: UInt32) -> UInt32 {
    var product: UInt32 = 0
    for (row, mask) in rows.enumerated() where (mask & vector).nonzeroBitCount & 1 == 1 {
      product |= 1 << UInt32(31 - row)
    }
    return product
  }
}
