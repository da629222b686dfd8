import ServingModel
import ServingSimulator

/// An engine loop that runs one iteration at a time.
final class ReferenceLane {
  final class Rank {
    var queue: [ReferenceRequest] = []
    var decoding: [ReferenceRequest] = []
    var freeBlocks: Int
    var inFlight = 0

    init(blocks: Int) { freeBlocks = blocks }

    var prompting: Int { queue.count { $0.isAdmitted } }
  }

  enum Role { case aggregated, prefill, decode }

  let role: Role
  let model: LaneModel
  let slots: Int
  let sharedBlocks: Int
  var ranks: [Rank]
  var batch = BatchLoad()
  var batchChanged = false

  var isRunning = false
  var timeMs = 0.0
  var endMs = Double.infinity
  var hasPrompts = false
  var decodesRun = false
  var iterations = 0
  private var heldIterations = 0

  init(role: Role, model: LaneModel, workload: Workload) {
    self.role = role
    self.model = model
    slots = role == .prefill ? model.maxBatchSize : model.decodeSlots
    sharedBlocks = model.sharedBlocks(workload)
    let blocks = model.kvBlocks - sharedBlocks
    ranks = (0..<model.ranks).map { _ in Rank(blocks: blocks) }
  }

  var inFlight: Int { ranks.reduce(0) { $0 + $1.inFlight } }

  func blocks(for request: ReferenceRequest) -> Int {
    let shape = request.shape
    let tokens =
      role == .prefill ? shape.prompt : model.reservedTokens(prompt: shape.prompt, output: shape.output)
    return model.blocks(tokens: tokens, shared: sharedBlocks)
  }

  func enqueue(_ request: ReferenceRequest) {
    let fewest = ranks.map(\.inFlight).min()!
    request.rank = ranks.firstIndex { $0.inFlight == fewest }!
    request.lane = self
    request.blocks = blocks(for: request)
    request.isAdmitted = false
    ranks[request.rank].inFlight += 1
    ranks[request.rank].queue.append(request)
  }

  // MARK: One iteration

  /// Starts the next iteration at `timeMs`, if there is anything to run.
  func startIteration() {
    var prompts = PromptLoad()
    if role == .decode {
      admitDecodes()
    } else if holdsPrompts() {
      heldIterations += 1
    } else {
      heldIterations = 0
      prompts = scheduleChunks()
    }
    if batchChanged { takeSums() }
    hasPrompts = prompts.tokens > 0
    decodesRun = batch.decodes > 0 && (!hasPrompts || model.policy == .mixed)
    isRunning = hasPrompts || decodesRun
    if !isRunning {
      endMs = .infinity
      return
    }
    let load = IterationLoad(prompts: prompts, batch: decodesRun ? batch : BatchLoad())
    endMs = timeMs + model.times.milliseconds(load)
  }

  /// Whether prompts that could start wait for the other ranks to have one too.
  private func holdsPrompts() -> Bool {
    guard ranks.count > 1, heldIterations < model.promptWaitIterations else { return false }
    guard ranks.allSatisfy({ !$0.decoding.isEmpty }) else { return false }
    let heads = ranks.compactMap { rank in rank.queue.first.map { (rank, $0) } }
    if heads.contains(where: { $1.isAdmitted }) { return false }
    let ready = heads.filter { rank, head in
      let budget =
        model.maxNumTokens
        - (model.policy == .mixed ? rank.decoding.count * model.times.tokensPerDecode : 0)
      return rank.decoding.count + rank.prompting < slots && head.blocks <= rank.freeBlocks
        && (model.chunkedPrefill || head.shape.prompt - head.promptDone <= budget)
    }
    return !ready.isEmpty && ready.count < ranks.count
  }

  private func admitDecodes() {
    for rank in ranks {
      while let head = rank.queue.first, rank.decoding.count < slots, head.blocks <= rank.freeBlocks {
        rank.queue.removeFirst()
        rank.freeBlocks -= head.blocks
        rank.decoding.append(head)
        head.firstTokenMs = timeMs
        head.lastChunkMs = timeMs
        batchChanged = true
      }
    }
  }

  private func scheduleChunks() -> PromptLoad {
    var load = PromptLoad()
    for rank in ranks {
      let decodeTokens = model.policy == .mixed ? rank.decoding.count * model.times.tokensPerDecode : 0
      var budget = model.maxNumTokens - decodeTokens
      var tokens = 0
      var work = 0.0
      for request in rank.queue where budget > 0 {
        let remaining = request.shape.prompt - request.promptDone
        if !request.isAdmitted {
          let hasSlot = rank.decoding.count + rank.prompting < slots
          let hasBlocks = request.blocks <= rank.freeBlocks
          let isWhole = model.chunkedPrefill || remaining <= budget
          guard hasSlot && hasBlocks && isWhole else { break }
          request.isAdmitted = true
          rank.freeBlocks -= request.blocks
        }
        let chunk = min(budget, remaining)
        work += promptWork(chunk: chunk, cached: request.promptDone)
        request.promptDone += chunk
        tokens += chunk
        budget -= chunk
      }
      if tokens > 0 { load.add(rankTokens: tokens, work: work) }
    }
    return load
  }

  private func takeSums() {
    batchChanged = false
    batch.decodes = ranks.reduce(0) { $0 + $1.decoding.count }
    batch.rankDecodes = ranks.map(\.decoding.count).max()!
    batch.rankCachedTokens =
      ranks.map { rank in
        rank.decoding.reduce(0.0) { $0 + $1.cachedTokens(tokensPerIteration: model.tokensPerIteration) }
      }.max()!
  }

  /// Ends the running iteration: what finished decoding, in order of request number, and what finished its
  /// prompt, by rank. `onGap` gets the gap of each chunk.
  func finishIteration(onGap: (Double) -> Void) -> (
    decoded: [ReferenceRequest], prompted: [ReferenceRequest]
  ) {
    timeMs = endMs
    isRunning = false
    endMs = .infinity
    iterations += 1
    var decoded: [ReferenceRequest] = []
    if decodesRun {
      for rank in ranks {
        for request in rank.decoding {
          request.decodeIterationsDone += 1
          onGap(timeMs - request.lastChunkMs)
          request.lastChunkMs = timeMs
        }
        decoded += rank.decoding.filter(\.isDone)
        rank.decoding.removeAll(where: \.isDone)
      }
      batch.advance(iterations: 1, tokens: model.tokensPerIteration)
    }
    if hasPrompts || !decoded.isEmpty { batchChanged = true }
    var prompted: [ReferenceRequest] = []
    if hasPrompts {
      for rank in ranks {
        while let head = rank.queue.first, head.isAdmitted, head.isPromptDone {
          prompted.append(rank.queue.removeFirst())
        }
      }
    }
    return (decoded.sorted { $0.number < $1.number }, prompted)
  }
}
