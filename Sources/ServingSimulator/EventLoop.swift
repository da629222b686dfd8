import ServingModel

/// One closed-loop run over a set of lanes.
///
/// The clock jumps to the next of: a lane's iteration boundary at which something changes, the arrival of a
/// KV cache, the arrival of a request. At equal ticks they come in that order, lanes by index; only then do
/// lanes plan their next iteration, so it sees all that has arrived at its boundary.
struct EventLoop: ~Copyable {
  /// Lanes that take new requests; those behind them only decode.
  let entryLanes: Int
  let laneCount: Int
  let clients: Int
  let transfer: KVTransfer
  let arrivalDelayMs: Double
  let arrivalSpacingMs: Double
  let responseDelayMs: Double
  let shapes: RequestShapes
  /// Blocks of the shared prefix on the two kinds of lane.
  let entrySharedBlocks: Int
  let decodeSharedBlocks: Int
  /// Completions before the window and up to its end, and requests that are sent at all.
  let warmUp: Int
  let target: Int
  let sendLimit: Int

  let lanes: UnsafeMutablePointer<Lane>
  /// Next boundary of each lane on the clock's grid.
  let ticks: UnsafeMutablePointer<Double>
  let promptLoads: UnsafeMutablePointer<PromptLoad>
  /// Lanes that need a plan, each once.
  let unplanned: UnsafeMutablePointer<Int>
  var unplannedCount = 0
  let requests: UnsafeMutablePointer<Request>
  let records: UnsafeMutablePointer<CompletedRequest>
  /// First-token times of sequences that have begun since the last decode iteration (`.prefillFirst`).
  let fresh: UnsafeMutablePointer<Double>
  var freshCount = 0
  var arrivals: ArrivalQueue
  var transfers: EventHeap<TransferOrder>

  var now = 0.0
  /// When the last request has left or will leave the front end.
  var frontEndTick = -Double.infinity
  var sent = 0
  var completed = 0
  var recording = false
  var windowStartMs = 0.0
  var windowEndMs = 0.0
  var entryLoads = LoadAverages()
  var decodeLoads = LoadAverages()

  /// Runs until the window closes.
  mutating func run(gaps: inout GapHistogram) throws(SimulationError) {
    recording = warmUp == 0
    for client in 0..<clients { send(client, sentMs: 0, at: 0) }
    while completed < target {
      now = nextTick()
      if now == .infinity { throw .neverAdmitted(reason: "all lanes wait with \(completed) requests done") }
      for lane in 0..<laneCount where ticks[lane] <= now { complete(lane, &gaps) }
      if completed == target { break }
      while transfers.count > 0 && transfers.first.order.tick <= now { finishTransfer() }
      while arrivals.firstTick <= now { route(arrivals.removeFirst()) }
      for place in 0..<unplannedCount { try plan(unplanned[place]) }
      unplannedCount = 0
    }
    settleOtherLanes(than: -1, &gaps)
  }

  // Inlined, as a call would copy the whole loop for it.
  @inline(__always) private func nextTick() -> Double {
    var next = arrivals.firstTick
    if transfers.count > 0 { next = min(next, transfers.first.order.tick) }
    for lane in 0..<laneCount { next = min(next, ticks[lane]) }
    return next
  }

  /// Has a lane planned once all events of this instant are dealt with.
  @inline(__always) mutating func askForPlan(_ lane: Int) {
    lanes[lane].needsPlan = true
    unplanned[unplannedCount] = lane
    unplannedCount &+= 1
  }

  mutating func plan(_ lane: Int) throws(SimulationError) {
    promptLoads[lane] = try lanes[lane].plan(requests)
    ticks[lane] = tick(lanes[lane].endMs)
  }

  // MARK: Requests

  /// A client sends its next request.
  mutating func send(_ client: Int, sentMs: Double, at sendTick: Double) {
    if sent >= sendLimit { return }
    frontEndTick = tick(max(sendTick + arrivalDelayMs, frontEndTick + arrivalSpacingMs))
    requests[client] = Request(number: sent, shape: shapes.shape(of: sent), sentMs: sentMs)
    sent &+= 1
    arrivals.append(client, tick: frontEndTick)
  }

  /// A new request reaches the router: fewest in flight decides, first over lanes, then over ranks.
  mutating func route(_ client: Int) {
    let lane = leastLoaded(0..<entryLanes)
    let model = lanes[lane].model
    let request = requests + client
    let prompt = request.pointee.prompt
    let tokens =
      lanes[lane].role == .prefill
      ? prompt : model.pointee.reservedTokens(prompt: prompt, output: request.pointee.output)
    request.pointee.blocks = model.pointee.blocks(tokens: tokens, shared: entrySharedBlocks)
    enqueue(client, on: lane)
  }

  @inline(__always) private func leastLoaded(_ range: Range<Int>) -> Int {
    var best = LoadedPlace.worst
    for lane in range { best = min(best, LoadedPlace(load: lanes[lane].inFlight, place: lane)) }
    return best.place
  }

  private mutating func enqueue(_ client: Int, on lane: Int) {
    let rank = lanes[lane].leastLoadedRank()
    requests[client].rank = rank
    lanes[lane].inFlight &+= 1
    lanes[lane].ranks[rank].inFlight &+= 1
    let isHead = lanes[lane].ranks[rank].head == Request.none
    lanes[lane].ranks[rank].enqueue(client, requests)
    lanes[lane].queued &+= 1
    switch lanes[lane].activity {
    case .idle: wake(lane)
    case .prompt: break
    case .decode:
      // Behind a blocked head nothing can change before a sequence ends.
      if ticks[lane] <= now || !isHead { break }
      if lanes[lane].canStart(rank, requests + client) { lanes[lane].cutShort(at: now) }
      ticks[lane] = tick(lanes[lane].endMs)
    }
  }

  /// An idle lane may have something to do from now on.
  private mutating func wake(_ lane: Int) {
    if lanes[lane].needsPlan { return }
    if lanes[lane].activity == .idle { lanes[lane].timeMs = now }
    askForPlan(lane)
  }

  /// A KV cache has reached the decode pool: the prefill server's blocks are free, a decode lane queues it.
  private mutating func finishTransfer() {
    let client = transfers.first.client
    transfers.removeFirst()
    let source = requests[client].promptLane
    lanes[source].release(requests + client)
    if lanes[source].activity == .idle { wake(source) }
    let lane = leastLoaded(entryLanes..<laneCount)
    let model = lanes[lane].model
    let request = requests + client
    request.pointee.blocks = model.pointee.blocks(
      tokens: model.pointee.reservedTokens(prompt: request.pointee.prompt, output: request.pointee.output),
      shared: decodeSharedBlocks)
    enqueue(client, on: lane)
  }
}
