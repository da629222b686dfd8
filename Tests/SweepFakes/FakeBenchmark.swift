public import ServingModel

/// A benchmark whose figures are a function of the point's key alone.
public struct FakeBenchmark: Benchmark {
  public let method: String
  public let version: String
  /// Time that each point takes.
  public var delay: Duration
  /// Called with each point before it is measured.
  public var onMeasure: @Sendable (Point) throws -> Void

  public init(
    method: String = "fake", version: String = "1", delay: Duration = .zero,
    onMeasure: @escaping @Sendable (Point) throws -> Void = { _ in }
  ) {
    self.method = method
    self.version = version
    self.delay = delay
    self.onMeasure = onMeasure
  }

  public func measure(_ point: Point) async throws -> Measurement {
    try onMeasure(point)
    if delay > .zero { try await Task.sleep(for: delay) }
    return try Self.measurement(of: point)
  }

  /// One point in 31 fails.
  public static func measurement(of point: Point) throws -> Measurement {
    let key = point.stableKey
    if key.rawValue % 31 == 0 { throw PointFailure("fails by design: \(key)") }
    return measurement(seed: UInt64(bitPattern: key.rawValue), gpus: point.deployment.gpus)
  }

  /// A measurement with a different number in every field.
  public static func measurement(seed: UInt64, gpus: Int) -> Measurement {
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 1e12 + 0.001
    }
    func distribution() -> Distribution {
      Distribution(sorted: (0..<16).map { _ in next() }.sorted())
    }
    var found = Measurement()
    found.ttftMs = distribution()
    found.tpotMs = distribution()
    found.itlMs = distribution()
    found.e2eMs = distribution()
    found.requestsPerSecond = next()
    found.outputTokensPerSecond = next()
    found.inputTokensPerSecond = next()
    found.tpsUser = next()
    found.e2eTpsUser = next()
    found.meanConcurrency = next()
    found.requests = Int(next())
    found.gpus = gpus
    found.confidence = Confidence.allCases[Int(state >> 62)]
    func interval() -> PredictionInterval {
      PredictionInterval(p05: next(), p10: next(), p50: next(), p90: next(), p95: next())
    }
    found.intervals = PredictionIntervals(ttftMs: interval(), tpotMs: interval(), level: .transferred)
    return found
  }
}
