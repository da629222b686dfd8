public import ServingModel

/// Runs simulations one after another in memory that is allocated once.
///
/// One worker owns one arena; results do not depend on what ran in it before.
public final class SimulationArena {
  /// The lane models of the run that is on: of those that take requests, and of those that decode.
  private let models = UnsafeMutablePointer<LaneModel>.allocate(capacity: 2)
  private var lanes = Pool<Lane>()
  private var ranks = Pool<Rank>()
  private var ticks = Pool<Double>()
  private var promptLoads = Pool<PromptLoad>()
  private var unplanned = Pool<Int>()
  private var requests = Pool<Request>()
  private var records = Pool<CompletedRequest>()
  private var fresh = Pool<Double>()
  private var arrivalTicks = Pool<Double>()
  private var arrivalClients = Pool<Int>()
  private var transfers = Pool<Event<TransferOrder>>()
  private var finishes = Pool<Event<FinishOrder>>()
  private var gaps = GapHistogram()
  private var pooled = PooledRuns()

  /// Requests of one run: 1.6 GB of records.
  static let maxRequests = 1 << 25
  /// Places for decoding sequences over all lanes: 1 GB.
  static let maxPlaces = 1 << 26

  public init() {}

  deinit { models.deallocate() }

  /// Simulates a scenario.
  ///
  /// Aggregated lanes are identical closed loops that never meet, so each keeps a fixed share of the clients
  /// and one lane of each distinct share is simulated (at most two) and counted as often as it occurs.
  public func measure(_ scenario: borrowing ServingScenario) throws(SimulationError) -> Measurement {
    try scenario.check()
    pooled.reset()
    switch scenario.lanes {
    case .aggregated(let lane, let count):
      let share = scenario.workload.concurrency / count
      let larger = scenario.workload.concurrency % count
      if larger > 0 { try pool(scenario, lane, clients: share + 1, copies: larger) }
      if share > 0 { try pool(scenario, lane, clients: share, copies: count - larger) }
    case .disaggregated(_, _, let decode, _, _):
      try pool(scenario, decode, clients: scenario.workload.concurrency, copies: 1)
    }
    return pooled.measurement(gpus: scenario.gpus)
  }

  private func pool(
    _ scenario: borrowing ServingScenario, _ decoding: LaneModel, clients: Int, copies: Int
  ) throws(SimulationError) {
    let run = try run(scenario, clients: clients, gaps: &gaps)
    pooled.add(run, records: records.reserve(run.warmUp + run.measured), gaps: gaps, copies: copies)
  }

  /// One run of one aggregated lane, or of both pools, with all its completions.
  package func trace(_ scenario: ServingScenario, clients: Int) throws(SimulationError) -> SimulationTrace {
    try scenario.check()
    let run = try run(scenario, clients: clients, gaps: &gaps)
    let count = run.warmUp + run.measured
    let all = UnsafeBufferPointer(start: records.reserve(count), count: count)
    return SimulationTrace(
      completions: Array(all), iterations: run.iterations, windowStartMs: run.windowStartMs,
      windowEndMs: run.windowEndMs, gapCount: gaps.count, gaps: gaps.distribution())
  }

  private func run(
    _ scenario: borrowing ServingScenario, clients: Int, gaps: inout GapHistogram
  ) throws(SimulationError) -> RunSummary {
    let entry: LaneModel
    let decode: LaneModel
    var entryLanes = 1
    var decodeLanes = 0
    var transfer = KVTransfer()
    switch scenario.lanes {
    case .aggregated(let lane, _):
      entry = lane
      decode = lane
    case .disaggregated(let prefill, let prefillCount, let decoding, let decodeCount, let kv):
      entry = prefill
      decode = decoding
      entryLanes = prefillCount
      decodeLanes = decodeCount
      transfer = kv
    }
    let limits = scenario.limits
    let shapes = RequestShapes(
      workload: scenario.workload, decoding: decode, seed: scenario.seed,
      staggered: limits.staggered(clients: clients))
    let warmUp = limits.warmUp(clients: clients)
    let measured = limits.measured(clients: clients, isRandom: shapes.isRandom)
    if warmUp + measured + clients > Self.maxRequests {
      throw .invalidScenario(reason: "\(warmUp + measured) requests are more than one run may have")
    }
    let laneCount = entryLanes + decodeLanes
    // A lane never decodes more sequences than it has slots for, nor more than there are clients.
    let places = min(clients, decode.ranks * decode.decodeSlots)
    if places * max(1, decodeLanes) > Self.maxPlaces {
      throw .invalidScenario(reason: "\(decodeLanes) decode lanes of \(places) sequences are too many")
    }
    models.initialize(to: entry)
    (models + 1).initialize(to: decode)
    defer { models.deinitialize(count: 2) }
    var loop = EventLoop(
      entryLanes: entryLanes, laneCount: laneCount, clients: clients,
      transfer: transfer, arrivalDelayMs: scenario.arrivalDelayMs,
      arrivalSpacingMs: scenario.arrivalSpacingMs,
      responseDelayMs: scenario.firstTokenDelayMs, shapes: shapes,
      entrySharedBlocks: entry.sharedBlocks(scenario.workload),
      decodeSharedBlocks: decode.sharedBlocks(scenario.workload), warmUp: warmUp,
      target: warmUp + measured, sendLimit: limits.window == .wholeRun ? measured : .max,
      lanes: lanes.reserve(laneCount), ticks: ticks.reserve(laneCount),
      promptLoads: promptLoads.reserve(laneCount), unplanned: unplanned.reserve(laneCount),
      requests: requests.reserve(clients),
      records: records.reserve(warmUp + measured), fresh: fresh.reserve(clients),
      arrivals: ArrivalQueue(
        ticks: arrivalTicks.reserve(clients), clients: arrivalClients.reserve(clients), capacity: clients),
      transfers: EventHeap(base: transfers.reserve(clients)))
    let isSplit = decodeLanes > 0
    prepareLanes(
      loop.lanes, loop.ticks, entryLanes: entryLanes, decodeLanes: decodeLanes, workload: scenario.workload,
      places: places,
      entryRole: isSplit ? .prefill : .aggregated)
    gaps.reset()
    try loop.run(gaps: &gaps)
    let spent =
      loop.entryLoads.decodeMs + loop.entryLoads.promptMs + loop.decodeLoads.decodeMs
      + loop.decodeLoads.promptMs
    var iterations: [Int] = []
    iterations.reserveCapacity(laneCount)
    for lane in 0..<laneCount { iterations.append(loop.lanes[lane].iterations) }
    return RunSummary(
      clients: clients, isSteady: limits.window == .steadyState, warmUp: warmUp, measured: measured,
      windowStartMs: loop.windowStartMs, windowEndMs: loop.windowEndMs,
      iterations: iterations,
      confidence: max(
        loop.entryLoads.confidence(entry.times, totalMs: spent),
        loop.decodeLoads.confidence(decode.times, totalMs: spent)))
  }

  private func prepareLanes(
    _ lanes: UnsafeMutablePointer<Lane>, _ ticks: UnsafeMutablePointer<Double>, entryLanes: Int,
    decodeLanes: Int, workload: Workload, places: Int,
    entryRole: LaneRole
  ) {
    let rankCount = entryLanes * models.pointee.ranks + decodeLanes * (models + 1).pointee.ranks
    let rankBase = ranks.reserve(rankCount)
    let finishBase = finishes.reserve(max(1, decodeLanes) * places)
    var rank = rankBase
    for lane in 0..<(entryLanes + decodeLanes) {
      let isEntry = lane < entryLanes
      let model = isEntry ? models : models + 1
      let ranks = model.pointee.ranks
      let role = isEntry ? entryRole : .decode
      // Prefill lanes decode nothing and never touch theirs.
      let finishes = finishBase + (isEntry ? 0 : (lane - entryLanes) * places)
      lanes[lane] = Lane(
        role: role, model: model,
        slots: role == .prefill ? model.pointee.maxBatchSize : model.pointee.decodeSlots, ranks: rank,
        rankCount: ranks, finishes: finishes)
      let blocks = model.pointee.kvBlocks - model.pointee.sharedBlocks(workload)
      for _ in 0..<ranks {
        rank.pointee = Rank(blocks: blocks)
        rank += 1
      }
      ticks[lane] = .infinity
    }
  }
}
