/// Every place in order; under a budget, places at even distances over the whole space.
public struct GridSearch: Search {
  public static let name = "grid"

  private let request: SearchRequest
  private var position: UInt64 = 0

  public init(_ request: SearchRequest) { self.request = request }

  public var total: UInt64? { request.size }

  public mutating func propose(_ limit: Int) -> [Proposal] {
    let end = position + min(UInt64(max(0, limit)), request.size - position)
    defer { position = end }
    guard request.size < request.count else { return (position..<end).map { .ordinal($0) } }
    return (position..<end).map { index in
      // index * count / size, in 128 bits.
      let product = index.multipliedFullWidth(by: request.count)
      return .ordinal(request.size.dividingFullWidth(product).quotient)
    }
  }
}
