internal import ResultStore
internal import ServingModel

/// Takes chunks of candidates and measures what the store does not have.
struct SweepWorker: Sendable {
  let number: Int
  let benchmark: any Benchmark
  let store: ResultStore
  let run: Run
  let feed: CandidateFeed
  let queues: WorkQueues
  let inFlight: PointsInFlight
  let writer: BatchWriter
  let interruption: Interruption

  /// Longest that a found point stays with its worker.
  private static let handOver = Duration.milliseconds(50)
  private static let handful = 64
  /// How long to wait for points of the last chunks that others work out.
  private static let pause = Duration.microseconds(200)

  /// Whether to begin no more points.
  private var mustStop: Bool { interruption.isRequested || Task.isCancelled || writer.error != nil }

  /// Works until no candidates are left and no other worker has points to give.
  /// - Returns: whether that is so; no: it was told to stop.
  func work() async throws -> Bool {
    while !mustStop {
      guard try await measure() else { return false }
      if let chunk = feed.next() {
        defer { feed.done() }
        let plan = try plan(chunk.tally())
        await writer.add(plan.linked)
        queues.fill(number, plan.missing)
      } else {
        // Asked for before: points that come up in between are found or waited for.
        let isUnderway = feed.isUnderway
        if queues.steal(for: number) { continue }
        if !isUnderway { return true }
        try? await Task.sleep(for: Self.pause)
      }
    }
    return false
  }

  private struct Plan {
    var missing: [PlacedPoint] = []
    var linked: [RecordedPoint] = []
  }

  /// Sorts out what another worker holds, and what is stored.
  private func plan(_ candidates: CandidateTally) throws -> Plan {
    let points = placed(candidates.points)
    let mine = inFlight.take(points)
    var plan = Plan()
    plan.missing.reserveCapacity(mine.count)
    var before: [StableKey] = []
    for (placed, status) in zip(mine, try store.status(of: mine, in: run)) {
      switch status {
      case .absent: plan.missing.append(placed)
      case .stored(let id): plan.linked.append(RecordedPoint(placed, .stored(measurement: id)))
      case .inRun: before.append(placed.key)
      }
    }
    inFlight.release(before)
    writer.add(candidates, repeated: points.count - mine.count, storedBefore: before.count)
    return plan
  }

  private func placed(_ points: [Point]) -> [PlacedPoint] {
    var placed: [PlacedPoint] = []
    placed.reserveCapacity(points.count)
    for point in points {
      if let last = placed.last, last.point.deployment == point.deployment {
        placed.append(PlacedPoint(point, deploymentKey: last.deploymentKey))
      } else {
        placed.append(PlacedPoint(point))
      }
    }
    return placed
  }

  /// Measures the points of the worker's queue.
  /// - Returns: whether none is left; no: it was told to stop.
  private func measure() async throws -> Bool {
    let clock = ContinuousClock()
    var found: [RecordedPoint] = []
    found.reserveCapacity(Self.handful)
    var handedOver = clock.now
    while !mustStop {
      guard let placed = queues.next(number) else {
        await writer.add(found)
        return true
      }
      do {
        found.append(RecordedPoint(placed, .measured(try await benchmark.measure(placed.point))))
      } catch let failure as PointFailure {
        found.append(RecordedPoint(placed, .failed(failure)))
      } catch {
        await writer.add(found)
        // What a cancelled task throws says nothing of the point.
        if Task.isCancelled { return false }
        throw error
      }
      if found.count >= Self.handful || clock.now - handedOver > Self.handOver {
        await writer.add(found)
        found.removeAll(keepingCapacity: true)
        handedOver = clock.now
      }
    }
    await writer.add(found)
    return false
  }
}
