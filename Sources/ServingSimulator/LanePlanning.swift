import ServingModel

extension Lane {
  /// Fills the next iteration's prompt chunks, rank by rank in order of arrival, admitting what fits.
  ///
  /// The head of a queue that does not fit blocks those behind it. Chunks are entered into the requests at
  /// once; what they completed is collected at the iteration's end.
  mutating func schedulePrompts(_ requests: UnsafeMutablePointer<Request>) -> PromptLoad {
    var load = PromptLoad()
    for rank in 0..<rankCount {
      var client = ranks[rank].head
      if client == Request.none { continue }
      let budget = promptBudget(rank)
      var left = budget
      var work = 0.0
      while client != Request.none && left > 0 {
        if !requests[client].started {
          let whole = requests[client].remaining
          let fits =
            ranks[rank].decodes &+ ranks[rank].prompting < slots
            && requests[client].blocks <= ranks[rank].freeBlocks
            && (model.pointee.chunkedPrefill || whole <= left)
          if !fits { break }
          requests[client].started = true
          ranks[rank].prompting &+= 1
          ranks[rank].freeBlocks &-= requests[client].blocks
        }
        let chunk = min(left, requests[client].remaining)
        work += promptWork(chunk: chunk, cached: requests[client].cached)
        requests[client].cached &+= chunk
        left &-= chunk
        client = requests[client].next
      }
      if left < budget { load.add(rankTokens: budget &- left, work: work) }
    }
    return load
  }

  /// Whether prompts that could start wait for the other ranks to have one too.
  @inline(__always) func shouldHoldPrompts(_ requests: UnsafeMutablePointer<Request>) -> Bool {
    if model.pointee.promptWaitIterations <= heldIterations || rankCount < 2 { return false }
    var ready = 0
    for rank in 0..<rankCount {
      // A rank without decodes has nothing to lose.
      if ranks[rank].decodes == 0 { return false }
      let head = ranks[rank].head
      if head == Request.none { continue }
      if requests[head].started { return false }
      if canStart(rank, requests + head) { ready &+= 1 }
    }
    return ready > 0 && ready < rankCount
  }

  /// Decode servers: admits requests whose KV cache has arrived, in order of arrival. Their clients get the
  /// first token now.
  mutating func admitDecodes(_ requests: UnsafeMutablePointer<Request>) {
    for rank in 0..<rankCount {
      while ranks[rank].head != Request.none && canStart(rank, requests + ranks[rank].head) {
        let client = ranks[rank].dequeue(requests)
        queued &-= 1
        ranks[rank].freeBlocks &-= requests[client].blocks
        requests[client].firstTokenMs = timeMs
        beginDecoding(client, requests + client)
      }
    }
  }

  /// Decides what the lane does from `timeMs` on.
  mutating func plan(_ requests: UnsafeMutablePointer<Request>) throws(SimulationError) -> PromptLoad {
    needsPlan = false
    var prompts = PromptLoad()
    holdsPrompts = false
    if queued > 0 {
      if role == .decode {
        admitDecodes(requests)
      } else if shouldHoldPrompts(requests) {
        holdsPrompts = true
      } else {
        heldIterations = 0
        prompts = schedulePrompts(requests)
      }
    }
    if changed { refreshBatch() }
    if prompts.tokens > 0 {
      activity = .prompt
      steps = 1
      decodesRun = batch.decodes > 0 && model.pointee.policy == .mixed
      let load = IterationLoad(prompts: prompts, batch: decodesRun ? batch : BatchLoad())
      endMs = timeMs + model.pointee.times.milliseconds(load)
    } else if batch.decodes > 0 {
      activity = .decode
      steps = finishes.first.order.iteration &- decodeIterations
      if holdsPrompts { steps = min(steps, model.pointee.promptWaitIterations &- heldIterations) }
      let stretch = DecodeStretch(batch: batch, of: model)
      endMs = timeMs + stretch.duration(iterations: steps)
    } else {
      activity = .idle
      steps = 0
      endMs = .infinity
      return prompts
    }
    // Beyond thirty years the clock's grid would get coarse.
    if !(endMs > timeMs && endMs < 1e12) { throw .invalidIterationTime(milliseconds: endMs - timeMs) }
    return prompts
  }

  /// Ends the current decode stretch early, at the first iteration boundary at or after `goal`.
  mutating func cutShort(at goal: Double) {
    let stretch = DecodeStretch(batch: batch, of: model)
    let cut = stretch.iterations(from: timeMs, reaching: goal, limit: steps)
    if cut.count < steps {
      steps = cut.count
      endMs = cut.end
    }
  }
}
