import ParetoFrontier
import Reporting
import ResultStore
import ServingModel

/// One pass over the points of a question: finds those that the answer shows, and counts the others.
struct AnswerScan {
  private let axes: FrontierAxes
  private let limits: FrontierLimits
  private let asked: AskedPoints
  /// By GPU type.
  private var frontiers: FrontierScan
  private var filters: ChartFilters?
  private var pick: PickScan?
  private var sample = KeySample(limit: HTMLExport.mostPoints)
  private var counts: [Int64: Int] = [:]
  private var withIntervals = 0

  /// What the answer is for.
  enum Purpose: Sendable {
    case frontier
    /// A page, which draws a sample of all points and the frontiers that its filters leave.
    case page
    case pick
  }

  init(_ asked: AskedPoints, axes: FrontierAxes, limits: FrontierLimits, for purpose: Purpose) throws {
    self.asked = asked
    self.axes = axes
    self.limits = limits
    frontiers = FrontierScan(axes: axes, limits: limits)
    switch purpose {
    case .frontier: break
    case .page: filters = try ChartFilters(asked, axes: axes, limits: limits)
    case .pick: pick = PickScan(axes: axes, limits: limits)
    }
    try run()
  }

  private mutating func run() throws {
    var figures = axes.figures.union(limits.figures(axis: axes.user)).union([.calibration])
    if pick != nil { figures.formUnion(PickScan.figures(axes: axes, limits: limits)) }
    let systems = asked.slots(\.system)
    var values = AxisColumns()
    var groups: [Int] = []
    let needsDeployments = filters != nil || pick != nil
    try asked.store.forEachBlock(
      of: asked.run.id, figures: figures, deployments: needsDeployments
    ) { block in
      values.fill(block, axes: axes)
      var group = GroupLookup(systems)
      groups.removeAll(keepingCapacity: true)
      for scenario in block.scenarios { groups.append(group(scenario)) }
      count(block, groups: groups, values: values)
      if pick == nil { frontiers.add(block, values: values, groups: groups) }
      filters?.add(block, values: values)
      pick?.add(block, values: values, groups: groups)
    }
  }

  private mutating func count(_ block: PointColumns, groups: [Int], values: AxisColumns) {
    var start = 0
    while start < block.count {
      let scenario = block.scenarios[start]
      var end = start + 1
      while end < block.count, block.scenarios[end] == scenario { end += 1 }
      if groups[start] >= 0 {
        counts[scenario, default: 0] += end - start
        for index in start..<end {
          if block[.calibration][index] >= 0 { withIntervals += 1 }
          sample.add(
            key: block.keys[index], id: block.ids[index], x: values.user[index], y: values.gpu[index])
        }
      }
      start = end
    }
  }

  // MARK: What was found

  /// Models that have points.
  var models: [String] { Set(counts.keys.compactMap { asked.scenarios[$0]?.model }).sorted() }

  var totals: PointTotals {
    var bySystem: [String: Int] = [:]
    for (scenario, count) in counts {
      guard let system = asked.scenarios[scenario]?.system else { continue }
      bySystem[system, default: 0] += count
    }
    return PointTotals(
      bySystem: bySystem, withIntervals: withIntervals, methods: [asked.run.benchmark.method],
      cloud: sample.members.map { .init(user: $0.x, gpu: $0.y) })
  }

  var census: PickCensus? { pick?.census }

  /// The points that the answer shows, with all that is known of them.
  func rows() throws -> [ReportRow] {
    if let pick { return try asked.rows(pick.winnerIDs.union(try pick.rivalIDs(shapes: asked.store.shapes))) }
    var ids = Set(frontiers.ids.joined())
    if let filters {
      ids.formUnion(filters.ids)
      for member in sample.members where ids.count < HTMLExport.mostPoints { ids.insert(member.id) }
    }
    return try asked.rows(ids)
  }
}
