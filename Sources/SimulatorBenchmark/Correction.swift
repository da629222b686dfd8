internal import Calibration
internal import ServingModel

extension Measurement {
  /// Moves the figures to corrected means of TTFT and TPOT: distributions keep their shape, and with the requests in
  /// flight as they are, rates follow the latency (Little's law).
  mutating func correct(to corrected: CalibratedLatency) {
    guard ttftMs.mean > 0, e2eMs.mean > 0 else { return }
    let ttft = corrected.ttftMs / ttftMs.mean
    let tpot = tpotMs.mean > 0 ? corrected.tpotMs / tpotMs.mean : 1
    let latency = (ttftMs.mean * ttft + (e2eMs.mean - ttftMs.mean) * tpot) / e2eMs.mean
    ttftMs.scale(by: ttft)
    tpotMs.scale(by: tpot)
    itlMs.scale(by: tpot)
    e2eMs.scale(by: latency)
    // Where the first token is corrected more than the rest, its tail would end after the answer.
    e2eMs.raisePercentiles(to: ttftMs)
    requestsPerSecond /= latency
    outputTokensPerSecond /= latency
    inputTokensPerSecond /= latency
    tpsUser /= tpot
    e2eTpsUser /= latency
    intervals = corrected.intervals
  }
}
