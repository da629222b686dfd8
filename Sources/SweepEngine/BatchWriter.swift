internal import Dispatch
internal import ResultStore
internal import ServingModel
internal import Synchronization

/// Collects what workers find and stores it in batches, on a thread of its own: workers never wait for
/// the disk unless they are far ahead of it.
final class BatchWriter: Sendable {
  private struct Inbox {
    var points: [RecordedPoint] = []
    var progress: SweepProgress
    var error: StoreError?
  }

  /// Used on `queue` only.
  private nonisolated(unsafe) let recorder: RunRecorder
  private nonisolated(unsafe) var window: RateWindow
  private nonisolated(unsafe) var ticks = 0

  private let inbox: Mutex<Inbox>
  private let inFlight: PointsInFlight
  private let queue = DispatchQueue(label: "explore.store.writer", qos: .userInitiated)
  private nonisolated(unsafe) let timer: any DispatchSourceTimer
  private let start = ContinuousClock.now
  private let onProgress: @Sendable (SweepProgress) -> Void

  /// Points in one transaction, about.
  private static let batch = 1_000
  /// Longest that a point waits for its transaction: this many ticks of 50 ms.
  private static let patience = 5
  /// Points waiting to be stored at which workers wait too.
  private static let brim = 8_000

  /// - Parameter before: what the run had when it was resumed.
  init(
    recorder: sending RunRecorder, inFlight: PointsInFlight, total: Int?, before: RunCounters,
    onProgress: @escaping @Sendable (SweepProgress) -> Void
  ) {
    self.recorder = recorder
    self.inFlight = inFlight
    self.onProgress = onProgress
    var progress = SweepProgress()
    progress.total = total
    window = RateWindow(caughtUpAt: before.candidates)
    inbox = Mutex(Inbox(progress: progress))
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [unowned self] in tick() }
    timer.schedule(deadline: .now() + .milliseconds(50), repeating: .milliseconds(50))
    timer.resume()
  }

  // MARK: For workers

  /// What a worker found, points in flight among it.
  func add(_ points: [RecordedPoint]) async {
    let waiting = inbox.withLock { inbox in
      inbox.points.append(contentsOf: points)
      for point in points { inbox.progress.count(point.outcome) }
      return inbox.points.count
    }
    if waiting >= Self.brim {
      await drain()
    } else if waiting >= Self.batch {
      queue.async { self.flush() }
    }
  }

  /// Candidates that need no measuring.
  func add(_ candidates: CandidateTally, repeated: Int, storedBefore: Int) {
    inbox.withLock { inbox in
      inbox.progress.rejected.merge(candidates.rejected, uniquingKeysWith: +)
      inbox.progress.absent += candidates.absent
      inbox.progress.repeated += repeated
      inbox.progress.reused += storedBefore
    }
  }

  /// Why the store does not take points any more.
  var error: StoreError? { inbox.withLock { $0.error } }

  // MARK: The end

  /// Stores everything, marks the run, and tells the last progress.
  func finish(_ status: Run.Status) async throws(StoreError) -> (run: Run, progress: SweepProgress) {
    await drain()
    let result: Result<(Run, SweepProgress), StoreError> = await withCheckedContinuation { continuation in
      queue.async {
        self.timer.cancel()
        continuation.resume(returning: self.close(status))
      }
    }
    return try result.get()
  }

  private func close(_ status: Run.Status) -> Result<(Run, SweepProgress), StoreError> {
    if status == .complete { inbox.withLock { $0.progress.end() } }
    let progress = publish()
    if let error = self.error {
      // The disk may be full: the mark of the end is worth a try, the error is what counts.
      _ = try? recorder.finish(.interrupted)
      return .failure(error)
    }
    do {
      let run = try recorder.finish(
        status, rejected: progress.rejectedByName, total: progress.totalCandidates)
      return .success((run, progress))
    } catch {
      return .failure(error)
    }
  }

  /// Waits until everything added so far is stored.
  private func drain() async {
    await withCheckedContinuation { continuation in
      queue.async {
        self.flush()
        continuation.resume()
      }
    }
  }

  // MARK: On the queue

  private func tick() {
    ticks += 1
    if ticks.isMultiple(of: Self.patience) { flush() }
    if ticks.isMultiple(of: 2) { publish() }
  }

  /// One transaction for all that waits.
  private func flush() {
    // Room for the next batch, so that it is not moved as it grows.
    var empty: [RecordedPoint] = []
    empty.reserveCapacity(Self.batch + Self.batch / 2)
    let (points, progress, hasFailed) = inbox.withLock { inbox in
      guard !inbox.points.isEmpty else { return ([RecordedPoint](), inbox.progress, false) }
      let points = inbox.points
      inbox.points = empty
      return (points, inbox.progress, inbox.error != nil)
    }
    guard !points.isEmpty else { return }
    if !hasFailed {
      do throws(StoreError) {
        try recorder.record(points, rejected: progress.rejectedByName, total: progress.totalCandidates)
      } catch {
        inbox.withLock { $0.error = error }
      }
    }
    inFlight.release(points.lazy.map(\.placed.key))
  }

  @discardableResult
  private func publish() -> SweepProgress {
    var progress = inbox.withLock { $0.progress }
    progress.elapsedSeconds = (ContinuousClock.now - start) / .seconds(1)
    window.update(&progress)
    onProgress(progress)
    return progress
  }
}

extension RunCounters {
  /// Candidates dealt with.
  fileprivate var candidates: Int { done + failed + rejected.values.reduce(0, +) }
}

extension SweepProgress {
  fileprivate mutating func count(_ outcome: PointOutcome) {
    switch outcome {
    case .measured: measured += 1
    case .failed: failed += 1
    case .stored: reused += 1
    }
  }

  fileprivate var rejectedByName: [String: Int] {
    Dictionary(rejected.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: +)
  }
}
