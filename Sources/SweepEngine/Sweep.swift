internal import Foundation
public import ResultStore
public import ServingModel

/// One sweep: every point that a search proposes goes through a benchmark into the store.
///
/// Memory does not grow with the space, and the stored result does not depend on the number of workers or
/// on interruptions.
public struct Sweep: Sendable {
  public var benchmark: any Benchmark
  public var store: ResultStore
  public var identity: RunIdentity
  public var options: SweepOptions

  public init(
    benchmark: any Benchmark, store: ResultStore, identity: RunIdentity,
    options: SweepOptions = SweepOptions()
  ) {
    self.benchmark = benchmark
    self.store = store
    self.identity = identity
    self.options = options
  }

  /// Runs the sweep, or goes on with an unfinished one of the same identity.
  ///
  /// When `interruption` is requested, points in flight are finished; when the task is cancelled, they are
  /// cancelled too. Either way everything finished is stored and the result says so.
  /// - Parameter source: not asked where the run is complete already.
  /// - Throws: ``StoreError``, or what the benchmark threw that is no ``PointFailure``: then the points
  ///   finished before are stored.
  public func run(
    _ source: sending any PointSource, interruption: Interruption = Interruption(),
    onProgress: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws -> SweepResult {
    let version = BenchmarkVersion(method: benchmark.method, version: benchmark.version)
    let start = try store.beginRun(identity, benchmark: version, fresh: options.fresh)
    if case .complete(let run) = start {
      return SweepResult(run: run, outcome: .completeBefore, progress: SweepProgress(), wasResumed: false)
    }
    let recorder = try RunRecorder(store: store, run: start.run, isMoE: options.isMoE)
    var source = source
    guard Self.prepare(&source, interruption, onProgress) else {
      let run = try recorder.finish(.interrupted)
      return SweepResult(
        run: run, outcome: .interrupted, progress: SweepProgress(), wasResumed: start.wasResumed)
    }
    let workers = max(1, min(options.workers, SweepOptions.mostWorkers))
    let inFlight = PointsInFlight()
    let feed = CandidateFeed(source, workers: workers)
    let writer = BatchWriter(
      recorder: recorder, inFlight: inFlight, total: feed.total, before: start.run.counters,
      onProgress: onProgress)
    let queues = WorkQueues(workers: workers)
    let crew = (0..<workers).map { number in
      SweepWorker(
        number: number, benchmark: benchmark, store: store, run: start.run, feed: feed, queues: queues,
        inFlight: inFlight, writer: writer, interruption: interruption)
    }
    let isComplete: Bool
    do {
      isComplete = try await Self.work(crew)
    } catch {
      // The store's own error, where there is one, is the cause of the other.
      _ = try await writer.finish(.interrupted)
      throw error
    }
    let (run, progress) = try await writer.finish(isComplete ? .complete : .interrupted)
    return SweepResult(
      run: run, outcome: isComplete ? .complete : .interrupted, progress: progress,
      wasResumed: start.wasResumed)
  }

  /// - Returns: whether the source is ready; no: it was told to stop.
  private static func prepare(
    _ source: inout any PointSource, _ interruption: Interruption,
    _ onProgress: @Sendable (SweepProgress) -> Void
  ) -> Bool {
    let start = ContinuousClock.now
    var progress = SweepProgress()
    progress.total = source.total
    return source.prepare { places in
      progress.estimated = places
      progress.elapsedSeconds = (ContinuousClock.now - start) / .seconds(1)
      if places > 0 { onProgress(progress) }
      return !interruption.isRequested && !Task.isCancelled
    }
  }

  /// - Returns: whether every worker came to the end of the candidates.
  private static func work(_ crew: [SweepWorker]) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for worker in crew { group.addTask { try await worker.work() } }
      var isComplete = true
      // The first error cancels the others, which store what they have.
      while let atEnd = try await group.next() { isComplete = isComplete && atEnd }
      return isComplete
    }
  }
}

public struct SweepOptions: Sendable {
  /// Points measured at a time; more than ``mostWorkers`` count as that many.
  public var workers: Int
  public static let mostWorkers = 1_024
  /// Makes a new run even where the same one is there; points stored before are reused all the same.
  public var fresh = false
  /// Whether a model, by name, has experts: labels depend on it. Nil: as the built-in models have it.
  public var isMoE: (@Sendable (String) -> Bool)?

  /// As many workers as the machine has processors.
  public init() { workers = ProcessInfo.processInfo.activeProcessorCount }
}

/// How a sweep ended.
public struct SweepResult: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    case complete
    /// The same sweep was complete before: nothing was done.
    case completeBefore
    case interrupted
  }

  public var run: Run
  public var outcome: Outcome
  public var progress: SweepProgress
  /// Whether an unfinished run went on.
  public var wasResumed: Bool
}
