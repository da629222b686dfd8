public import ServingModel

/// A measured point that may be picked.
public struct PickCandidate: Sendable, Hashable {
  public var point: Point
  public var measurement: Measurement
  /// Whether the model has routed experts; the short form of the parallelism depends on it.
  public var isMoE: Bool

  public init(point: Point, measurement: Measurement, isMoE: Bool) {
    self.point = point
    self.measurement = measurement
    self.isMoE = isMoE
  }

  /// Parallelism in short form.
  public var label: String { point.deployment.label(isMoE: isMoE) }
}

/// The deployment to take under the limits, what else was close, and why.
public struct Pick: Sendable, Hashable {
  /// Another deployment worth a look.
  public struct RunnerUp: Sendable, Hashable {
    /// Index into the candidates.
    public var index: Int
    /// Share of the best point's GPU axis that it gives up: 0.07 is 7 % less.
    public var deficit: Double
    /// What is different, better or worse, in words.
    public var reasons: [String]
  }

  /// Index of the best point into the candidates.
  public var best: Int
  /// At most two.
  public var runnersUp: [RunnerUp]
  /// Sentences that say why the best one is best and what holds it back.
  public var reasons: [String]
  /// The limits that cost throughput: without any one of them, another point would win.
  public var binding: [FrontierLimits.Kind]
  /// Candidates that keep all limits.
  public var feasible: Int
  public var considered: Int

  /// The candidate with the highest GPU axis that keeps every limit; the higher user axis decides ties, then
  /// fewer GPUs, then input order.
  /// - Parameter census: counts of all points, where the candidates are only those that may be spoken of (see
  ///   ``PickScan``); nil: the candidates are all points.
  /// - Throws: ``NoPick`` where nothing keeps the limits, with what comes nearest.
  /// - Complexity: O(n) for each limit that is set.
  public static func best(
    among candidates: [PickCandidate], axes: FrontierAxes, limits: FrontierLimits, census: PickCensus? = nil
  ) throws(NoPick) -> Pick {
    let race = PickRace(candidates: candidates, axes: axes, limits: limits, census: census)
    let feasible = race.keeping(limits)
    guard let best = race.winner(of: feasible) else {
      throw NoPick(race: race, limits: limits)
    }
    let runners = RunnersUp(race: race, feasible: feasible, best: best).choose()
    let explanation = PickExplanation(race: race, limits: limits, best: best)
    return Pick(
      best: best, runnersUp: runners, reasons: explanation.sentences(next: runners.first),
      binding: explanation.binding, feasible: race.census.feasible, considered: race.census.considered)
  }
}

/// The candidates with their axis values at hand, and the counts of all points.
struct PickRace {
  let candidates: [PickCandidate]
  let axes: FrontierAxes
  let gpu: [Double]
  let user: [Double]
  let census: PickCensus

  init(candidates: [PickCandidate], axes: FrontierAxes, limits: FrontierLimits, census: PickCensus?) {
    self.census =
      census
      ?? candidates.reduce(into: PickCensus(axes: axes, limits: limits)) { $0.add($1.measurement) }
    self.candidates = candidates
    self.axes = axes
    gpu = candidates.map { axes.gpu.value(of: $0.measurement) }
    user = candidates.map { axes.user.value(of: $0.measurement) }
  }

  /// Indices of the points with finite axes that keep all limits.
  func keeping(_ limits: FrontierLimits) -> [Int] {
    candidates.indices.filter { index in
      gpu[index].isFinite && user[index].isFinite
        && limits.keepsAll(candidates[index].measurement, axis: axes.user)
    }
  }

  func winner(of indices: [Int]) -> Int? {
    indices.max { left, right in
      if gpu[left] != gpu[right] { return gpu[left] < gpu[right] }
      if user[left] != user[right] { return user[left] < user[right] }
      let gpus = (candidates[left].measurement.gpus, candidates[right].measurement.gpus)
      return gpus.0 != gpus.1 ? gpus.0 > gpus.1 : left > right
    }
  }
}
