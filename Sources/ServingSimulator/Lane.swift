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
    role: LaneRole, slots: Int, ranks: UnsafeMutablePointer<Rank>, rankCount: Int,
    finishes: UnsafeMutablePointer<Event<FinishOrder>>
  ) {
    self.role = role
    self.slots = slots
    self.ranks = ranks
    self.rankCount = rankCount
    self.finishes = EventHeap(base: finishes)
  }

  /// The rank with fewest requests in flight, the lowest among equals.
  func leastLoadedRank() -> Int {
    var best = 0
    for rank in 1..<max(1, rankCount) where ranks[rank].inFlight < ranks[best].inFlight { best = rank }
    return best
  }

  /// Whether the request at the head of a rank's queue could enter the next iteration.
  func canStart(_ rank: Int, _ request: Request, _ model: borrowing LaneModel) -> Bool {
    let room =
      ranks[rank].decodes &+ ranks[rank].prompting < slots && request.blocks <= ranks[rank].freeBlocks
    if !room || role == .decode || model.chunkedPrefill { return room }
    return request.remaining <= promptBudget(rank, model)
  }

  /// Prompt tokens that an iteration can take on a rank.
  @inline(__always) func promptBudget(_ rank: Int, _ model: borrowing LaneModel) -> Int {
    switch model.policy {
    case .mixed: model.maxNumTokens &- ranks[rank].decodes &* model.times.tokensPerDecode
    case .prefillFirst: model.maxNumTokens
    }
  }

  /// Brings the ranks' cached tokens up to the last iteration; must precede any change of the batch.
  mutating func fold(tokens: Double) {
    changed = true
    if unfolded == 0 { return }
    let grown = Double(unfolded) * tokens
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
  mutating func beginDecoding(_ client: Int, _ request: Request, tokens: Double) {
    fold(tokens: tokens)
    ranks[request.rank].decodes &+= 1
    ranks[request.rank].cachedTokens += Double(request.shape.prompt)
    batch.decodes &+= 1
    let end = decodeIterations &+ request.shape.iterations
    finishes.push(FinishOrder(iteration: end, number: request.number), client: client)
  }

  /// Takes the sequence that ends first out of the batch.
  mutating func endDecoding(_ request: Request, tokens: Double) {
    fold(tokens: tokens)
    finishes.removeFirst()
    batch.decodes &-= 1
    ranks[request.rank].decodes &-= 1
    if ranks[request.rank].decodes == 0 {
      ranks[request.rank].cachedTokens = 0
    } else {
      ranks[request.rank].cachedTokens -=
        Double(request.shape.prompt) + Double(request.shape.iterations) * tokens
    }
  }

  /// Takes a request off this lane and frees its blocks.
  mutating func release(_ request: Request) {
    ranks[request.rank].freeBlocks &+= request.blocks
  }
}
