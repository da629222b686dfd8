/// Latin hypercube: of n points, each of the n equal slices of every dimension holds exactly one.
public struct LatinHypercubeSearch: Search {
  public static let name = "lhs"
  /// More strata than this gain nothing over uniform points, and their orders would fill the memory.
  static let sizeLimit: UInt64 = 1 << 20

  private let size: UInt64
  private let strata: UInt64
  private var numbers: RandomNumbers
  /// Order of the strata by dimension.
  private let orders: [[UInt32]]
  private var position: UInt64 = 0

  public init(_ request: SearchRequest) {
    size = request.size
    let strata = min(max(1, size), Self.sizeLimit)
    self.strata = strata
    var numbers = RandomNumbers(seed: request.seed)
    orders = (0..<request.dimensions).map { _ in
      var order = (0..<UInt32(strata)).map { $0 }
      order.shuffle(using: &numbers)
      return order
    }
    self.numbers = numbers
  }

  public var total: UInt64? { size }

  public mutating func propose(_ limit: Int) -> [Proposal] {
    let count = min(UInt64(max(0, limit)), size - position)
    return (0..<count).map { _ in
      // Beyond the limit on strata the same orders serve again, with other places inside the strata.
      let row = Int(position % strata)
      position += 1
      return .unit(orders.map { min((Double($0[row]) + numbers.unit()) / Double(strata), 1.0.nextDown) })
    }
  }
}
