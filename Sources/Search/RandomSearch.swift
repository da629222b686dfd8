/// Independent uniform points of the cube.
public struct RandomSearch: Search {
  public static let name = "random"

  private let request: SearchRequest
  private var numbers: RandomNumbers
  private var position: UInt64 = 0

  public init(_ request: SearchRequest) {
    self.request = request
    numbers = RandomNumbers(seed: request.seed)
  }

  public var total: UInt64? { request.size }

  public mutating func propose(_ limit: Int) -> [Proposal] {
    let count = min(UInt64(max(0, limit)), request.size - position)
    position += count
    return (0..<count).map { _ in .unit((0..<request.dimensions).map { _ in numbers.unit() }) }
  }
}
