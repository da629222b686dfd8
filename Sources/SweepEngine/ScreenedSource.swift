internal import ParetoFrontier
public import ServingModel

/// The candidates of another source that may stand near a frontier, by estimates of all of them.
///
/// Goes through the other source twice: first every point is estimated, then each is passed on or counted as
/// `screened`. Nothing is held in between but the points that others are compared with, so that memory does not
/// grow with the space. What is passed on depends on the source, the estimates and the margin alone.
public struct ScreenedSource: PointSource {
  public typealias Estimate = @Sendable (Point) -> SteadyStateMeans?

  private let make: @Sendable () -> any PointSource
  private var source: any PointSource
  private var screen: Screen

  /// - Parameters:
  ///   - margin: how much better another point must be in both rates, as a share, for a point to be left out: more
  ///     than estimates of neighbours err against each other.
  ///   - estimate: nil for a point that it cannot judge, which is passed on.
  ///   - source: makes the stream of candidates, the same at each call.
  public init(
    margin: Double, estimate: @escaping Estimate, source: @escaping @Sendable () -> any PointSource
  ) {
    make = source
    self.source = source()
    screen = Screen(margin: margin, estimate: estimate)
  }

  public var total: Int? { source.total }

  /// Chunks that are estimated together, and places of one.
  private static let together = 32
  private static let places = 1_024

  public mutating func prepare(_ goOn: (Int) -> Bool) -> Bool {
    var stream = make()
    var done = 0
    while goOn(done) {
      var chunks: [CandidateChunk] = []
      while chunks.count < Self.together, let chunk = stream.next(Self.places) { chunks.append(chunk) }
      if chunks.isEmpty { return true }
      let screen = screen
      let found = parallelMap(chunks, chunk: 1) { screen.estimates($0.tally()) }
      // In the order of the stream, whoever worked them out.
      for estimates in found { self.screen.add(estimates.points) }
      done += found.reduce(0) { $0 + $1.places }
    }
    return false
  }

  public mutating func next(_ limit: Int) -> CandidateChunk? {
    guard let chunk = source.next(limit) else { return nil }
    let screen = screen
    return CandidateChunk { screen.filtered(chunk.tally()) }
  }
}

/// What estimates say of points: one near frontier for each model, GPU type and traffic.
private struct Screen: Sendable {
  struct Scenario: Hashable {
    var model: String
    var system: String
    var isl: Int
    var osl: Int
    var rangeRatio: Double
    var sharedPrefix: Int

    init(_ point: Point) {
      model = point.deployment.model
      system = point.deployment.system
      isl = point.workload.isl
      osl = point.workload.osl
      rangeRatio = point.workload.rangeRatio
      sharedPrefix = point.workload.sharedPrefix
    }
  }

  struct Estimated {
    var scenario: Scenario
    var means: SteadyStateMeans
  }

  private let margin: Double
  private let estimate: ScreenedSource.Estimate
  private var frontiers: [Scenario: NearFrontier] = [:]

  init(margin: Double, estimate: @escaping ScreenedSource.Estimate) {
    self.margin = margin
    self.estimate = estimate
  }

  func estimates(_ tally: CandidateTally) -> (points: [Estimated], places: Int) {
    let points = tally.points.compactMap { point in
      estimate(point).map { Estimated(scenario: Scenario(point), means: $0) }
    }
    return (points, tally.points.count + tally.rejected.values.reduce(0, +) + tally.absent)
  }

  mutating func add(_ points: [Estimated]) {
    for point in points {
      frontiers[point.scenario, default: NearFrontier(margin: margin)].add(point.means)
    }
  }

  func filtered(_ tally: CandidateTally) -> CandidateTally {
    var kept = tally
    kept.points = tally.points.filter { point in
      guard let frontier = frontiers[Scenario(point)], let means = estimate(point) else { return true }
      return frontier.mayHold(means)
    }
    let screened = tally.points.count - kept.points.count
    if screened > 0 { kept.rejected[.screened, default: 0] += screened }
    return kept
  }
}
