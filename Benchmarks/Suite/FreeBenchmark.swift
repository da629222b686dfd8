import ServingModel

/// Costs nothing: what remains of a sweep is the way from the space into the store.
struct FreeBenchmark: Benchmark {
  let method = "free"
  let version = "1"

  /// Figures that differ from point to point, as the indexes of a store would see them.
  func measure(_ point: Point) async throws -> Measurement {
    var found = Self.template
    let users = Double(point.workload.concurrency)
    found.gpus = point.deployment.gpus
    found.tpsUser = 200 / (1 + users / 64) + Double(point.workload.isl % 97) / 1000
    found.outputTokensPerSecond = found.tpsUser * users
    found.requestsPerSecond = found.outputTokensPerSecond / Double(point.workload.osl)
    return found
  }

  private static let template: Measurement = {
    let values = (0..<16).map { 10 + Double($0) }
    let interval = PredictionInterval(p05: 8, p10: 9, p50: 10, p90: 11, p95: 12)
    var found = Measurement()
    found.ttftMs = Distribution(sorted: values)
    found.tpotMs = Distribution(sorted: values)
    found.itlMs = Distribution(sorted: values)
    found.e2eMs = Distribution(sorted: values)
    found.e2eTpsUser = 50
    found.meanConcurrency = 10
    found.requests = 640
    found.confidence = .measured
    found.intervals = PredictionIntervals(ttftMs: interval, tpotMs: interval, level: .transferred)
    return found
  }()
}
