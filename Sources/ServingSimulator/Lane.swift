import ServingModel

/// What a lane does for a request.
enum LaneRole {
  case aggregated
  case prefill
  case decode
}

/// State of one engine loop between two of its events.
struct Lane {
  enum Activity {
    case idle
    /// One iteration with prompt tokens.
    case prompt
    /// Decode-only iterations.
    case decode
  }

  let role: LaneRole
  /// Lent by the arena for the run: a pointer, so that no step copies or retains the model's arrays.
  let model: UnsafePointer<LaneModel>
  let slots: Int
  let ranks: UnsafeMutablePointer<Rank>
  let rankCount: Int
  var finishes: EventHeap<FinishOrder>

  var activity = Activity.idle
  /// Exact time at which the current activity began.
  var timeMs = 0.0
  /// Exact time at which it ends, unless an arrival cuts it short.
  var endMs = 0.0
  /// Iterations of the current activity.
  var steps = 0
  /// Whether decoding sequences take part in the current iteration with prompt tokens.
  var decodesRun = false

  var batch = BatchLoad()
  /// The batch has changed since its sums were taken.
  var changed = false
  /// Decode iterations so far; a sequence's end is a value of this counter.
  var decodeIterations = 0
  /// Decode iterations that the ranks' cached tokens do not include yet.
  var unfolded = 0
  /// Requests in the ranks' queues.
  var queued = 0
  var inFlight = 0
  /// Whether the current decode iterations hold prompts back, and how many have done so in a row.
  var holdsPrompts = false
  var heldIterations = 0
  /// Something happened after which another iteration may be possible.
  var needsPlan = false

  var iterations = 0
  /// When the sequences that decoded last got their last chunk (for gaps under `.prefillFirst`).
  var lastChunkMs = 0.0

  init(
    role: LaneRole, model: UnsafePointer<LaneModel>, slots: Int, ranks: UnsafeMutablePointer<Rank>,
    rankCount: Int,
    finishes: UnsafeMutablePointer<Event<FinishOrder>>
  ) {
    self.role = role
    self.model = model
    self.slots = slots
    self.ranks = ranks
    self.rankCount = rankCount
    self.finishes = EventHeap(base: finishes)
  }

  /// The rank with fewest requests in flight, the lowest among equals.
  @inline(__always) func leastLoadedRank() -> Int {
    var best = LoadedPlace.worst
    for rank in 0..<rankCount { best = min(best, LoadedPlace(load: ranks[rank].inFlight, place: rank)) }
    return best.place
  }

  /// Whether the request at the head of a rank's queue could enter the next iteration.
  @inline(__always) func canStart(_ rank: Int, _ request: UnsafePointer<Request>) -> Bool {
    let room =
      ranks[rank].decodes &+ ranks[rank].prompting < slots
      && request.pointee.blocks <= ranks[rank].freeBlocks
    if !room || role == .decode || model.pointee.chunkedPrefill { return room }
    return request.pointee.remaining <= promptBudget(rank)
  }

  /// Prompt tokens that an iteration can take on a rank.
  @inline(__always) func promptBudget(_ rank: Int) -> Int {
    switch model.pointee.policy {
    case .mixed: model.pointee.maxNumTokens &- ranks[rank].decodes &* model.pointee.times.tokensPerDecode
    case .prefillFirst: model.pointee.maxNumTokens
    }
  }

  /// Brings the ranks' cached tokens up to the last iteration; must precede any change of the batch.
  mutating func fold() {
    changed = true
    if unfolded == 0 { return }
    let grown = Double(unfolded) * model.pointee.tokensPerIteration
    unfolded = 0
    for rank in 0..<rankCount { ranks[rank].cachedTokens += Double(ranks[rank].decodes) * grown }
  }

  /// Takes the batch's sums anew from the ranks.
  mutating func refreshBatch() {
    changed = false
    var most = 0
    var cached = 0.0
    for rank in 0..<rankCount {
      most = max(most, ranks[rank].decodes)
      cached = max(cached, ranks[rank].cachedTokens)
    }
    batch.rankDecodes = most
    batch.rankCachedTokens = cached
  }

  /// Puts a sequence whose prompt is in this lane's KV cache into the batch, from the next iteration on.
  mutating func beginDecoding(_ client: Int, _ request: UnsafePointer<Request>) {
    fold()
    let rank = request.pointee.rank
    ranks[rank].decodes &+= 1
    ranks[rank].cachedTokens += Double(request.pointee.prompt)
    batch.decodes &+= 1
    let end = decodeIterations &+ request.pointee.iterations
    finishes.push(FinishOrder(iteration: end, number: request.pointee.number), client: client)
  }

  /// Takes the sequence that ends first out of the batch.
  mutating func endDecoding(_ request: UnsafePointer<Request>) {
    fold()
    finishes.removeFirst()
    batch.decodes &-= 1
    let rank = request.pointee.rank
    ranks[rank].decodes &-= 1
    if ranks[rank].decodes == 0 {
      ranks[rank].cachedTokens = 0
    } else {
      ranks[rank].cachedTokens -=
        Double(request.pointee.prompt) + Double(request.pointee.iterations) * model.pointee.tokensPerIteration
    }
  }

  /// Takes a request off this lane and frees its blocks.
  mutating func release(_ request: UnsafePointer<Request>) {
    ranks[request.pointee.rank].freeBlocks &+= request.pointee.blocks
  }
}
