import ServingModel

extension ServingScenario {
  /// Refuses numbers that the event loop must never meet. The bounds keep all sums far from overflow.
  func check() throws(SimulationError) {
    let tokenRange = 1...100_000_000
    try require(tokenRange.contains(workload.isl), "isl \(workload.isl)")
    try require(tokenRange.contains(workload.osl), "osl \(workload.osl)")
    try require((1...1_000_000).contains(workload.concurrency), "concurrency \(workload.concurrency)")
    try require(workload.rangeRatio >= 0 && workload.rangeRatio <= 1, "range ratio \(workload.rangeRatio)")
    try require((0...100_000_000).contains(workload.sharedPrefix), "shared prefix \(workload.sharedPrefix)")
    try require((0...60_000_000).contains(arrivalDelayMs), "arrival delay \(arrivalDelayMs) ms")
    try require((0...60_000).contains(arrivalSpacingMs), "arrival spacing \(arrivalSpacingMs) ms")
    try require((0...60_000_000).contains(firstTokenDelayMs), "first token delay \(firstTokenDelayMs) ms")
    try require((0...10_000).contains(limits.warmUpRounds), "warm-up rounds \(limits.warmUpRounds)")
    try require((1...10_000).contains(limits.requestsPerClient), "requests per client")
    try require((1...100_000_000).contains(limits.measuredRequests ?? 1), "measured requests")
    switch lanes {
    case .aggregated(let lane, let count):
      try check(lane, count: count)
      try checkPrompt(lane)
      try checkBlocks(lane, tokens: workload.isl + workload.osl)
      try require(lane.decodeSlots >= 1, "iteration times for no decoding sequence")
    case .disaggregated(let prefill, let prefillLanes, let decode, let decodeLanes, let transfer):
      try check(prefill, count: prefillLanes)
      try check(decode, count: decodeLanes)
      try checkPrompt(prefill)
      try checkBlocks(prefill, tokens: workload.isl)
      try checkBlocks(decode, tokens: workload.isl + workload.osl)
      try require(decode.decodeSlots >= 1, "iteration times for no decoding sequence")
      try require((0...60_000_000).contains(transfer.latencyMs), "transfer latency \(transfer.latencyMs) ms")
      try require((0...1000).contains(transfer.msPerToken), "transfer time \(transfer.msPerToken) ms/token")
    }
  }

  private func check(_ lane: LaneModel, count: Int) throws(SimulationError) {
    try require((1...10_000).contains(count), "\(count) lanes")
    try require((1...1024).contains(lane.ranks), "\(lane.ranks) ranks")
    try require((1...100_000_000).contains(lane.maxBatchSize), "max batch size \(lane.maxBatchSize)")
    try require((1...100_000_000).contains(lane.maxNumTokens), "max number of tokens \(lane.maxNumTokens)")
    try require((1...1_000_000).contains(lane.blockTokens), "\(lane.blockTokens) tokens per block")
    try require((0...1_000_000_000_000).contains(lane.stateBlocks), "\(lane.stateBlocks) blocks of state")
    try require((0...1_000_000).contains(lane.promptWaitIterations), "prompt wait iterations")
    try require((0...1).contains(lane.reservedOutputShare), "reserved share \(lane.reservedOutputShare)")
    try require((1...1024).contains(lane.times.tokensPerDecode), "tokens per decode")
    let most = Double(lane.times.tokensPerDecode)
    try require(
      lane.tokensPerIteration >= 1 && lane.tokensPerIteration <= most,
      "\(lane.tokensPerIteration) tokens per iteration")
    try require(
      (0...1_000_000).contains(lane.tokensPerIterationVariance), "variance of tokens per iteration")
  }

  private func checkPrompt(_ lane: LaneModel) throws(SimulationError) {
    let new = workload.isl - min(workload.sharedPrefix, workload.isl - 1)
    if !lane.chunkedPrefill && new > lane.maxNumTokens {
      throw .neverAdmitted(
        reason: "a prompt of \(new) tokens exceeds \(lane.maxNumTokens) tokens without chunked prefill")
    }
  }

  private func checkBlocks(_ lane: LaneModel, tokens: Int) throws(SimulationError) {
    let need = lane.blocks(tokens: tokens, shared: 0)
    if need > lane.kvBlocks {
      throw .neverAdmitted(reason: "\(tokens) tokens need \(need) KV blocks of \(lane.kvBlocks)")
    }
  }

  private func require(_ holds: Bool, _ what: @autoclosure () -> String) throws(SimulationError) {
    if !holds { throw .invalidScenario(reason: what() + " is out of range") }
  }
}
