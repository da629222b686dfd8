internal import ResultStore
internal import ServingModel

/// Takes chunks of candidates and measures what the store does not have.
struct SweepWorker: Sendable {
  let benchmark: any Benchmark
  let store: ResultStore
  let run: Run
  let feed: CandidateFeed
  let inFlight: PointsInFlight
  let writer: BatchWriter
  let interruption: Interruption

  /// Longest that a found point stays with its worker.
  private static let handOver = Duration.milliseconds(50)
  private static let handful = 64

  /// Whether to begin no more points.
  private var mustStop: Bool { interruption.isRequested || Task.isCancelled || writer.error != nil }

  /// Works until the candidates are at their end.
  /// - Returns: whether they are; no: it was told to stop.
  func work() async throws -> Bool {
    while !mustStop {
      let candidates = feed.next()
      if candidates.isEmpty { return true }
      let chunk = try plan(candidates)
      await writer.add(chunk.linked)
      guard try await measure(chunk.missing) else { return false }
    }
    return false
  }

  private struct Chunk {
    var missing: [PlacedPoint] = []
    var linked: [RecordedPoint] = []
  }

  /// Sorts out what was rejected, what another worker holds, and what is stored.
  private func plan(_ candidates: [Candidate]) throws -> Chunk {
    var rejected: [Rejection.Rule: Int] = [:]
    var points: [PlacedPoint] = []
    points.reserveCapacity(candidates.count)
    for candidate in candidates {
      switch candidate {
      case .rejected(let rejection): rejected[rejection.rule, default: 0] += 1
      case .point(let point):
        if let last = points.last, last.point.deployment == point.deployment {
          points.append(PlacedPoint(point, deploymentKey: last.deploymentKey))
        } else {
          points.append(PlacedPoint(point))
        }
      }
    }
    var taken = inFlight.take(points.lazy.map(\.key))
    // A point that stands twice in the chunk is taken once.
    let mine = points.filter { taken.remove($0.key) != nil }
    var chunk = Chunk()
    var before: [StableKey] = []
    do {
      for (placed, status) in zip(mine, try store.status(of: mine, in: run)) {
        switch status {
        case .absent: chunk.missing.append(placed)
        case .stored(let id): chunk.linked.append(RecordedPoint(placed, .stored(measurement: id)))
        case .inRun: before.append(placed.key)
        }
      }
    } catch {
      inFlight.release(mine.lazy.map(\.key))
      throw error
    }
    inFlight.release(before)
    writer.add(rejected: rejected, repeated: points.count - mine.count, storedBefore: before.count)
    return chunk
  }

  /// - Returns: whether all points were measured; no: it was told to stop.
  private func measure(_ points: [PlacedPoint]) async throws -> Bool {
    let clock = ContinuousClock()
    var found: [RecordedPoint] = []
    var handedOver = clock.now
    for (index, placed) in points.enumerated() {
      guard !mustStop else {
        inFlight.release(points[index...].lazy.map(\.key))
        await writer.add(found)
        return false
      }
      do {
        found.append(RecordedPoint(placed, .measured(try await benchmark.measure(placed.point))))
      } catch let failure as PointFailure {
        found.append(RecordedPoint(placed, .failed(failure)))
      } catch {
        inFlight.release(points[index...].lazy.map(\.key))
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
    return true
  }
}
