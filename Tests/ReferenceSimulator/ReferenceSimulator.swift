import ServingModel
package import ServingSimulator

/// The same model as `SimulationArena`, one iteration at a time: the definition in plain code.
///
/// Shares with the event loop what defines a scenario (shapes, loads, the clock's grid) and nothing of how
/// it is run.
package final class ReferenceSimulator {
  private let scenario: ServingScenario
  private let clients: Int
  private let shapes: RequestShapes
  private let transfer: KVTransfer
  private var entryLanes: [ReferenceLane] = []
  private var decodeLanes: [ReferenceLane] = []
  private var arrivals: [ReferenceRequest] = []
  private var transfers: [(tick: Double, request: ReferenceRequest)] = []
  private var now = 0.0
  private var frontEndTick = -Double.infinity
  private var sent = 0
  private var completions: [CompletedRequest] = []
  private var windowStartMs = 0.0
  private var windowEndMs = 0.0
  /// Gaps that end after this are counted.
  private var openTick = Double.infinity
  private var gaps: [Double] = []
  private let warmUp: Int
  private let target: Int

  /// - Parameter clients: of one aggregated lane, or of both pools.
  package init(_ scenario: ServingScenario, clients: Int) {
    self.scenario = scenario
    self.clients = clients
    let workload = scenario.workload
    let staggered = scenario.limits.staggered(clients: clients)
    switch scenario.lanes {
    case .aggregated(let lane, _):
      entryLanes = [ReferenceLane(role: .aggregated, model: lane, workload: workload)]
      shapes = RequestShapes(workload: workload, decoding: lane, seed: scenario.seed, staggered: staggered)
      transfer = KVTransfer()
    case .disaggregated(let prefill, let prefillLanes, let decode, let count, let transfer):
      for _ in 0..<prefillLanes {
        entryLanes.append(ReferenceLane(role: .prefill, model: prefill, workload: workload))
      }
      for _ in 0..<count {
        decodeLanes.append(ReferenceLane(role: .decode, model: decode, workload: workload))
      }
      shapes = RequestShapes(workload: workload, decoding: decode, seed: scenario.seed, staggered: staggered)
      self.transfer = transfer
    }
    warmUp = scenario.limits.warmUp(clients: clients)
    target = warmUp + scenario.limits.measured(clients: clients, isRandom: shapes.isRandom)
  }

  package func run() -> SimulationTrace {
    openTick = warmUp == 0 ? 0 : .infinity
    for _ in 0..<clients { send(sentMs: 0, at: 0) }
    let lanes = entryLanes + decodeLanes
    while completions.count < target {
      var next = arrivals.first?.arrivalTick ?? .infinity
      for transfer in transfers { next = min(next, transfer.tick) }
      for lane in lanes { next = min(next, tick(lane.endMs)) }
      if next == .infinity { break }
      now = next
      for lane in lanes where lane.isRunning && tick(lane.endMs) <= now {
        finishIteration(lane)
      }
      transfers.sort { ($0.tick, $0.request.number) < ($1.tick, $1.request.number) }
      while let first = transfers.first, first.tick <= now {
        transfers.removeFirst()
        receive(first.request)
      }
      while let first = arrivals.first, first.arrivalTick <= now {
        arrivals.removeFirst()
        leastLoaded(entryLanes).enqueue(first)
      }
      for lane in lanes where !lane.isRunning {
        // A lane at its boundary goes on at its exact time; one that was idle begins with the event.
        if tick(lane.timeMs) != now { lane.timeMs = now }
        lane.startIteration()
      }
    }
    return SimulationTrace(
      completions: completions, iterations: lanes.map(\.iterations), windowStartMs: windowStartMs,
      windowEndMs: windowEndMs, gapCount: Double(gaps.count), gaps: Distribution(sorted: gaps.sorted()))
  }

  private func leastLoaded(_ lanes: [ReferenceLane]) -> ReferenceLane {
    let fewest = lanes.map(\.inFlight).min()!
    return lanes.first { $0.inFlight == fewest }!
  }

  private func send(sentMs: Double, at sendTick: Double) {
    if scenario.limits.window == .wholeRun && sent == target { return }
    frontEndTick = tick(
      max(sendTick + scenario.arrivalDelayMs, frontEndTick + scenario.arrivalSpacingMs))
    arrivals.append(
      ReferenceRequest(
        number: sent, shape: shapes.shape(of: sent), sentMs: sentMs, arrivalTick: frontEndTick))
    sent += 1
  }

  private func finishIteration(_ lane: ReferenceLane) {
    let isOpen = now > openTick
    let (decoded, prompted) = lane.finishIteration { if isOpen { self.gaps.append($0) } }
    for request in decoded { finish(request, lane) }
    for request in prompted {
      request.firstTokenMs = lane.timeMs
      request.lastChunkMs = lane.timeMs
      if request.isDone {
        finish(request, lane)
      } else if lane.role == .prefill {
        lane.ranks[request.rank].inFlight -= 1
        let arrival = now + transfer.milliseconds(promptTokens: request.shape.prompt)
        transfers.append((tick(arrival), request))
      } else {
        lane.ranks[request.rank].decoding.append(request)
      }
    }
  }

  private func receive(_ request: ReferenceRequest) {
    if let source = request.lane { source.ranks[request.rank].freeBlocks += request.blocks }
    leastLoaded(decodeLanes).enqueue(request)
  }

  private func finish(_ request: ReferenceRequest, _ lane: ReferenceLane) {
    lane.ranks[request.rank].freeBlocks += request.blocks
    lane.ranks[request.rank].inFlight -= 1
    if completions.count == target { return }
    let delay = scenario.firstTokenDelayMs
    let finishMs = lane.timeMs + delay
    completions.append(
      CompletedRequest(
        number: request.number, prompt: request.shape.prompt, output: request.shape.output,
        sentMs: request.sentMs, firstTokenMs: request.firstTokenMs + delay, finishMs: finishMs))
    if completions.count == warmUp {
      openTick = now
      windowStartMs = finishMs
    }
    if completions.count == target { windowEndMs = finishMs }
    send(sentMs: finishMs, at: now + delay)
  }
}
