public import ServingModel

/// Finds, among points that pass by in blocks, those that a pick may speak of: the winner, the winners without each
/// limit or with it relaxed, and the best point of each deployment, from which runners-up are chosen.
public struct PickScan: Sendable {
  public private(set) var census: PickCensus
  private let axes: FrontierAxes
  private let limits: FrontierLimits
  private let figures: [PointFigure]
  /// The limits with one of them relaxed, in the order of ``PickCensus/kinds``.
  private let relaxed: [FrontierLimits]
  private let byPrediction: FrontierLimits?
  /// Who leads under all limits, by the predicted figures, and for each limit without it and with it relaxed.
  private var winners: [Contender?]
  private var deployments: [Int64: Contender] = [:]
  private var scratch = Measurement()

  public init(axes: FrontierAxes, limits: FrontierLimits) {
    self.axes = axes
    self.limits = limits
    census = PickCensus(axes: axes, limits: limits)
    figures = Self.figures(axes: axes, limits: limits).sorted()
    relaxed = census.kinds.map { limits.relaxed($0) }
    winners = Array(repeating: nil, count: 2 + 2 * relaxed.count)
    byPrediction = limits.assurance == nil ? nil : limits.byPrediction
  }

  /// What ``add(_:values:groups:)`` looks at.
  public static func figures(axes: FrontierAxes, limits: FrontierLimits) -> Set<PointFigure> {
    axes.figures.union(limits.figures(axis: axes.user)).union([.gpus, .calibration])
  }

  /// Adds the points of a block.
  /// - Parameters:
  ///   - values: the axes of its points.
  ///   - groups: negative for points that are not asked for.
  public mutating func add(_ block: PointColumns, values: AxisColumns, groups: [Int]) {
    for index in 0..<block.count where groups[index] >= 0 {
      block.fill(&scratch, at: index, figures)
      let broken = census.add(scratch)
      let point = Contender(
        gpu: values.gpu[index], user: values.user[index], gpus: scratch.gpus, key: block.keys[index],
        id: block.ids[index])
      guard point.gpu.isFinite && point.user.isFinite else { continue }
      if broken == 0 {
        enter(point, 0)
        enter(point, deployment: block.deployments[index])
      }
      enterRelaxed(point, broken: broken)
      if let byPrediction, byPrediction.keepsAll(scratch, axis: axes.user) { enter(point, 1) }
    }
  }

  /// A point takes part without a limit, or with it relaxed, where it breaks no other one.
  private mutating func enterRelaxed(_ point: Contender, broken: UInt8) {
    for (place, looser) in relaxed.enumerated() where broken & ~(1 << place) == 0 {
      enter(point, 2 + 2 * place)
      let keeps = broken == 0 || looser.keeps(census.kinds[place], scratch, axis: axes.user)
      if keeps { enter(point, 3 + 2 * place) }
    }
  }

  private mutating func enter(_ point: Contender, _ contest: Int) {
    if let best = winners[contest], !point.beats(best) { return }
    winners[contest] = point
  }

  private mutating func enter(_ point: Contender, deployment: Int64) {
    if let best = deployments[deployment], !point.outranks(best) { return }
    deployments[deployment] = point
  }

  /// Rows of all points that won a contest.
  public var winnerIDs: Set<Int64> { Set(winners.compactMap { $0?.id }) }

  /// Rows of the points from which runners-up are chosen. These differ from the best point and from each other in their
  /// shape, or else in their deployment: the best points of three deployments of each shape are enough, and once three
  /// shapes have been seen, of those alone that a difference could lift above the third.
  /// - Parameter shapes: of deployments by row; equal for deployments of equal system, engine, formats and parallelism
  ///   alone.
  public func rivalIDs(shapes: ([Int64]) throws -> [Int64: String]) rethrows -> [Int64] {
    let ranked = deployments.sorted { $0.value.outranks($1.value) }
    var taken: [String: Int] = [:]
    var rivals: [Int64] = []
    var least = -Double.infinity
    for start in stride(from: 0, to: ranked.count, by: 512) {
      let some = ranked[start..<min(start + 512, ranked.count)]
      let known = try shapes(some.map(\.key))
      for (deployment, best) in some {
        // A little more than the most, for what rounding may do.
        guard best.gpu * (1.001 + RunnersUp.mostBonus) >= least else { return rivals }
        let count = taken[known[deployment] ?? "", default: 0]
        taken[known[deployment] ?? ""] = count + 1
        if count < 3 { rivals.append(best.id) }
        if count == 0, taken.count == 3 { least = best.gpu }
      }
    }
    return rivals
  }
}

/// A point with what decides who wins.
private struct Contender: Sendable {
  var gpu: Double
  var user: Double
  var gpus: Int
  var key: Int64
  var id: Int64

  /// The rule of ``PickRace/winner(of:)``.
  func beats(_ other: Contender) -> Bool {
    if gpu != other.gpu { return gpu > other.gpu }
    if user != other.user { return user > other.user }
    return gpus != other.gpus ? gpus < other.gpus : key < other.key
  }

  /// The rule among runners-up of one deployment: the GPU axis alone, then the order of keys.
  func outranks(_ other: Contender) -> Bool {
    gpu != other.gpu ? gpu > other.gpu : key < other.key
  }
}
