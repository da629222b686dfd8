import ServingModel

/// Runs of the lanes of one scenario, each counted as often as its lane occurs, as one measurement.
struct PooledRuns: ~Copyable {
  private var ttft = SampleColumn()
  private var tpot = SampleColumn()
  private var e2e = SampleColumn()
  private var gaps = GapHistogram()
  private var order = PartialOrder()
  private var result = Measurement()
  private var tpsUser = (sum: 0.0, weight: 0.0)
  private var e2eTpsUser = (sum: 0.0, weight: 0.0)

  mutating func reset() {
    ttft.reset()
    tpot.reset()
    e2e.reset()
    gaps.reset()
    result = Measurement()
    tpsUser = (0, 0)
    e2eTpsUser = (0, 0)
  }

  /// - Parameter copies: lanes that behave as this run did.
  mutating func add(
    _ run: RunSummary, records: UnsafeMutablePointer<CompletedRequest>, gaps runGaps: borrowing GapHistogram,
    copies: Int
  ) {
    let duration = run.windowEndMs - run.windowStartMs
    var latencies = 0.0
    for index in run.warmUp..<(run.warmUp + run.measured) { latencies += records[index].e2eMs }
    // Steady state: a client sends one request after another, so its rate is one over its mean latency.
    // Completions over the length of the window would say the same in the long run, but where requests
    // finish in waves it makes a difference of a wave where in a wave the window begins and ends. The
    // latencies of whole rounds average this over the windows from each client's own finish to its own.
    let rate =
      run.isSteady
      ? Double(run.clients) * Double(run.measured) / latencies : Double(run.measured) / duration
    // A lane's share of all requests is its rate.
    let weight = Double(copies) * rate / Double(run.measured)
    result.meanConcurrency += weight * latencies
    ttft.reserve(adding: run.measured)
    tpot.reserve(adding: run.measured)
    e2e.reserve(adding: run.measured)
    var prompts = 0.0
    var outputs = 0.0
    var speeds = 0.0
    var decoded = 0.0
    var endToEnd = 0.0
    for index in run.warmUp..<(run.warmUp + run.measured) {
      let record = records[index]
      prompts += Double(record.prompt)
      outputs += Double(record.output)
      let latency = record.e2eMs
      ttft.append(record.ttftMs, weight: weight)
      e2e.append(latency, weight: weight)
      endToEnd += 1000 * Double(record.output) / latency
      if record.output > 1 {
        let perToken = record.tpotMs
        tpot.append(perToken, weight: weight)
        speeds += 1000 / perToken
        decoded += 1
      }
    }
    tpsUser = (tpsUser.sum + weight * speeds, tpsUser.weight + weight * decoded)
    e2eTpsUser = (e2eTpsUser.sum + weight * endToEnd, e2eTpsUser.weight + weight * Double(run.measured))
    gaps.add(runGaps, scale: duration > 0 ? Double(copies) / duration : 0)
    result.requestsPerSecond += 1000 * weight * Double(run.measured)
    result.inputTokensPerSecond += 1000 * weight * prompts
    result.outputTokensPerSecond += 1000 * weight * outputs
    result.requests += run.measured
    result.confidence = max(result.confidence, run.confidence)
  }

  mutating func measurement(gpus: Int) -> Measurement {
    result.ttftMs = ttft.distribution(&order)
    result.tpotMs = tpot.distribution(&order)
    result.e2eMs = e2e.distribution(&order)
    result.itlMs = gaps.distribution()
    result.tpsUser = tpsUser.weight > 0 ? tpsUser.sum / tpsUser.weight : 0
    result.e2eTpsUser = e2eTpsUser.weight > 0 ? e2eTpsUser.sum / e2eTpsUser.weight : 0
    result.gpus = gpus
    return result
  }
}
