public import ServingModel

/// A deterministic stream of points, by index: valid ones, rejected ones and repetitions.
public struct FakeSource: PointSource, Sendable {
  public var total: Int? { isTotalKnown ? count : nil }
  private let count: Int
  private let isTotalKnown: Bool
  private var position = 0

  public init(count: Int, isTotalKnown: Bool = true) {
    self.count = count
    self.isTotalKnown = isTotalKnown
  }

  public mutating func next(_ limit: Int) -> CandidateChunk? {
    guard position < count else { return nil }
    let start = position
    let end = min(count, start + limit)
    position = end
    return CandidateChunk { Self.tally(start..<end) }
  }

  static func tally(_ range: Range<Int>) -> CandidateTally {
    var tally = CandidateTally()
    for index in range {
      switch candidate(index) {
      case .point(let point): tally.points.append(point)
      case .rejected(let rejection): tally.rejected[rejection.rule, default: 0] += 1
      }
    }
    return tally
  }

  /// Concurrencies of one deployment.
  public static let ladder = 12

  /// Every 17th is rejected, every 23rd repeats a point 200 before it.
  public static func candidate(_ index: Int) -> Candidate {
    if index % 17 == 5 { return .rejected(Rejection(.kvMemory, "no room for \(index)")) }
    if index % 29 == 7 { return .rejected(Rejection(.attentionHeads, "heads \(index)")) }
    if index % 23 == 11, index > 200 { return .point(point(index - 200)) }
    return .point(point(index))
  }

  public static func point(_ index: Int) -> Point {
    let number = index / ladder
    let pool = ServerPool(
      servers: 1 + number % 3,
      configuration: ServerConfiguration(
        parallelism: Parallelism(tp: 1, dp: 8, ep: 8), maxBatchSize: 64 + number, maxNumTokens: 8192,
        kvMemoryFraction: 0.8 + Double(number % 10) / 100, mtp: number % 4))
    let topology: Topology =
      number % 2 == 0
      ? .aggregated(pool)
      : .disaggregated(prefill: pool, decode: ServerPool(servers: 2, configuration: pool.configuration))
    let deployment = Deployment(
      system: ["h100_sxm", "gb200"][number / 100 % 2], model: "deepseek-ai/DeepSeek-R1", engine: .trtllm,
      quantization: Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8), topology: topology)
    return Point(
      deployment: deployment,
      workload: Workload(isl: 8150, osl: 1024, rangeRatio: 0.8, concurrency: 1 << (index % ladder)))
  }
}
