import ServingModel

extension EventLoop {
  /// A lane has reached the boundary it was heading for.
  mutating func complete(_ lane: Int, _ gaps: inout GapHistogram) {
    switch lanes[lane].activity {
    case .idle: break
    case .decode:
      runDecodes(lane, iterations: lanes[lane].steps, &gaps)
      lanes[lane].timeMs = lanes[lane].endMs
      finishSequences(lane, &gaps)
    case .prompt:
      finishPromptIteration(lane, &gaps)
    }
    lanes[lane].activity = .idle
    ticks[lane] = .infinity
    askForPlan(lane)
  }

  /// Takes `iterations` decode iterations of the current stretch into the books; the clock is the caller's.
  mutating func runDecodes(
    _ lane: Int, iterations: Int, _ gaps: inout GapHistogram
  ) {
    if iterations == 0 { return }
    let model = lanes[lane].model
    if lanes[lane].holdsPrompts { lanes[lane].heldIterations &+= iterations }
    let batch = lanes[lane].batch
    var stretch = DecodeStretch(batch: batch, of: model)
    var left = iterations
    var total = 0.0
    if model.pointee.policy == .prefillFirst && lanes[lane].role == .aggregated {
      let first = stretch.piece(limit: 1)
      total = first.first
      left &-= 1
      countFirstGaps(lane, after: lanes[lane].timeMs + total, milliseconds: total, &gaps)
    }
    while left > 0 {
      let piece = stretch.piece(limit: left)
      total += piece.sum(piece.count)
      left &-= piece.count
      if recording {
        gaps.addSeries(
          first: piece.first, growth: piece.growth, iterations: piece.count, weight: Double(batch.decodes))
      }
    }
    if lane < entryLanes {
      entryLoads.addDecodes(batch, iterations: iterations, milliseconds: total)
    } else {
      decodeLoads.addDecodes(batch, iterations: iterations, milliseconds: total)
    }
    lanes[lane].lastChunkMs = lanes[lane].timeMs + total
    lanes[lane].batch.advance(iterations: iterations, tokens: model.pointee.tokensPerIteration)
    lanes[lane].decodeIterations &+= iterations
    lanes[lane].unfolded &+= iterations
    lanes[lane].iterations &+= iterations
  }

  /// Gaps of the first decode iteration of a stretch under `.prefillFirst`: prompts may have run since the
  /// sequences' last chunk, and some sequences have begun meanwhile.
  private mutating func countFirstGaps(
    _ lane: Int, after end: Double, milliseconds: Double, _ gaps: inout GapHistogram
  ) {
    if recording {
      let old = lanes[lane].batch.decodes &- freshCount
      let paused = freshCount > 0 || lanes[lane].lastChunkMs < lanes[lane].timeMs
      if old > 0 {
        gaps.add(paused ? end - lanes[lane].lastChunkMs : milliseconds, weight: Double(old))
      }
      for index in 0..<freshCount { gaps.add(end - fresh[index], weight: 1) }
    }
    freshCount = 0
  }

  private mutating func finishPromptIteration(
    _ lane: Int, _ gaps: inout GapHistogram
  ) {
    let elapsed = lanes[lane].endMs - lanes[lane].timeMs
    lanes[lane].timeMs = lanes[lane].endMs
    lanes[lane].iterations &+= 1
    let beside = lanes[lane].decodesRun ? lanes[lane].batch : BatchLoad()
    entryLoads.addPrompts(promptLoads[lane], beside: beside, milliseconds: elapsed)
    if lanes[lane].decodesRun {
      if recording { gaps.add(elapsed, weight: Double(lanes[lane].batch.decodes)) }
      lanes[lane].decodeIterations &+= 1
      lanes[lane].unfolded &+= 1
      lanes[lane].lastChunkMs = lanes[lane].timeMs
    }
    lanes[lane].fold()
    if lanes[lane].decodesRun { finishSequences(lane, &gaps) }
    for rank in 0..<lanes[lane].rankCount {
      while completed < target, let client = readPrompt(lane, rank) {
        finishPrompt(client, lane, &gaps)
      }
    }
  }

  /// The first request of a rank's queue if its prompt has been read to the end, taken off the queue.
  private mutating func readPrompt(_ lane: Int, _ rank: Int) -> Int? {
    let client = lanes[lane].ranks[rank].head
    if client == Request.none || !requests[client].started || requests[client].remaining > 0 { return nil }
    lanes[lane].ranks[rank].prompting &-= 1
    lanes[lane].queued &-= 1
    return lanes[lane].ranks[rank].dequeue(requests)
  }

  private mutating func finishPrompt(
    _ client: Int, _ lane: Int, _ gaps: inout GapHistogram
  ) {
    requests[client].firstTokenMs = lanes[lane].timeMs
    if requests[client].iterations == 0 {
      finish(client, lane, &gaps)
    } else if lanes[lane].role == .prefill {
      leave(lane, requests[client].rank)
      requests[client].promptLane = lane
      let arrival = now + transfer.milliseconds(promptTokens: requests[client].prompt)
      transfers.push(TransferOrder(tick: tick(arrival), number: requests[client].number), client: client)
    } else {
      lanes[lane].beginDecoding(client, requests + client)
      if lanes[lane].model.pointee.policy == .prefillFirst {
        fresh[freshCount] = lanes[lane].timeMs
        freshCount &+= 1
      }
    }
  }

  /// Ends the sequences whose last iteration this was.
  private mutating func finishSequences(_ lane: Int, _ gaps: inout GapHistogram) {
    while completed < target && lanes[lane].finishes.count > 0
      && lanes[lane].finishes.first.order.iteration <= lanes[lane].decodeIterations
    {
      let client = lanes[lane].finishes.first.client
      lanes[lane].endDecoding(requests + client)
      finish(client, lane, &gaps)
    }
  }

  private mutating func leave(_ lane: Int, _ rank: Int) {
    lanes[lane].inFlight &-= 1
    lanes[lane].ranks[rank].inFlight &-= 1
  }

  /// A response is complete: it is recorded, the window moves, its client sends the next request.
  private mutating func finish(
    _ client: Int, _ lane: Int, _ gaps: inout GapHistogram
  ) {
    lanes[lane].release(requests + client)
    leave(lane, requests[client].rank)
    let request = requests + client
    let finishMs = lanes[lane].timeMs + responseDelayMs
    records[completed] = CompletedRequest(
      number: request.pointee.number, prompt: request.pointee.prompt,
      output: request.pointee.output, sentMs: request.pointee.sentMs,
      firstTokenMs: request.pointee.firstTokenMs + responseDelayMs, finishMs: finishMs)
    completed &+= 1
    if completed == warmUp {
      settleOtherLanes(than: lane, &gaps)
      windowStartMs = finishMs
      recording = true
    }
    if completed == target { windowEndMs = finishMs }
    send(client, sentMs: finishMs, at: now + responseDelayMs)
  }

  /// Takes the iterations that other lanes have ended by now into the books, when the window opens or
  /// closes in the middle of their stretches.
  mutating func settleOtherLanes(than current: Int, _ gaps: inout GapHistogram) {
    for lane in 0..<laneCount where lane != current && lanes[lane].activity == .decode {
      settle(lane, &gaps)
    }
  }

  private mutating func settle(_ lane: Int, _ gaps: inout GapHistogram) {
    let model = lanes[lane].model
    var steps = lanes[lane].steps
    var reached = lanes[lane].endMs
    if ticks[lane] > now {
      let stretch = DecodeStretch(batch: lanes[lane].batch, of: model)
      let beyond = stretch.iterations(
        from: lanes[lane].timeMs, reaching: now + 0x1p-20, limit: steps)
      steps = beyond.count &- 1
      reached = lanes[lane].timeMs + stretch.duration(iterations: steps)
    }
    runDecodes(lane, iterations: steps, &gaps)
    lanes[lane].timeMs = reached
    lanes[lane].steps &-= steps
  }
}
