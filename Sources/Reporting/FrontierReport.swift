public import ParetoFrontier
internal import ServingModel

/// The answer to one question: points, their frontiers, and where the numbers come from.
public struct FrontierReport: Sendable {
  public var question: Question
  /// Points with all that is known of them, in input order, with their frontier flags set. Those of the frontiers are
  /// always among them.
  public let rows: [ReportRow]
  /// What is said of all points, held as rows or not.
  public let points: PointTotals
  /// Indices of the joint frontier into `rows`, by rising user axis.
  public let frontier: [Int]
  /// One frontier for each GPU type, best first (by the area that it covers).
  public let frontiers: [SystemFrontier]
  public var counts: Counts
  public var provenance: Provenance

  /// What was asked.
  public struct Question: Sendable, Hashable {
    /// Heading of the report.
    public var title: String
    public var model: String
    /// Input and output lengths, tokens.
    public var isl: Int
    public var osl: Int
    public var axes: FrontierAxes
    public var limits: FrontierLimits

    public init(
      title: String, model: String, isl: Int, osl: Int, axes: FrontierAxes = FrontierAxes(),
      limits: FrontierLimits = FrontierLimits()
    ) {
      self.title = title
      self.model = model
      self.isl = isl
      self.osl = osl
      self.axes = axes
      self.limits = limits
    }
  }

  /// The frontier of one GPU type.
  public struct SystemFrontier: Sendable, Hashable {
    public var system: String
    /// Indices into the report's rows, by rising user axis.
    public var indices: [Int]
    /// Points of this GPU type in the report.
    public var points: Int
  }

  /// How the points came about.
  public struct Counts: Sendable, Hashable {
    public var evaluated: Int
    /// Places in the space that no rule allows, by reason.
    public var rejected: [String: Int]
    /// Points left out as estimates found others clearly better.
    public var screened: Int
    /// Seconds that evaluation took; 0 where the store answered.
    public var wallSeconds: Double

    public init(
      evaluated: Int, rejected: [String: Int] = [:], screened: Int = 0, wallSeconds: Double = 0
    ) {
      self.evaluated = evaluated
      self.screened = screened
      self.rejected = rejected
      self.wallSeconds = wallSeconds
    }
  }

  /// Where the numbers come from.
  public struct Provenance: Sendable, Hashable {
    public var programVersion: String
    public var tablesVersion: String
    public var spaceName: String
    public var spaceHash: String
    public var seed: UInt64
    /// ISO 8601, UTC.
    public var createdAt: String

    public init(
      programVersion: String, tablesVersion: String, spaceName: String, spaceHash: String, seed: UInt64,
      createdAt: String
    ) {
      self.programVersion = programVersion
      self.tablesVersion = tablesVersion
      self.spaceName = spaceName
      self.spaceHash = spaceHash
      self.seed = seed
      self.createdAt = createdAt
    }
  }

  /// Draws the frontiers over the points that keep the question's limits; other points stay in `rows`.
  /// - Parameter points: the totals where `rows` are not all points, but those of the frontiers at least; nil: they
  ///   are all.
  /// - Throws: ``MixedMethods`` where predicted and measured points would share a frontier.
  /// - Complexity: O(n log n).
  public init(
    question: Question, rows: [ReportRow], points: PointTotals? = nil, counts: Counts, provenance: Provenance
  ) throws(MixedMethods) {
    let axes = question.axes
    let totals = points ?? PointTotals(rows, axes: axes)
    guard totals.methods.count <= 1 else { throw MixedMethods(methods: totals.methods.sorted()) }
    let keeps = rows.map { question.limits.keepsAll($0.measurement, axis: axes.user) }
    let names = totals.bySystem.keys.sorted()
    let slots = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let groups = rows.map { slots[$0.system] ?? 0 }
    // A point that breaks a limit is not a number to the frontier.
    let user = rows.indices.map { keeps[$0] ? axes.user.value(of: rows[$0].measurement) : .nan }
    let gpu = rows.indices.map { keeps[$0] ? axes.gpu.value(of: rows[$0].measurement) : .nan }
    let found = ParetoFront.grouped(x: user, y: gpu, groups: groups, groupCount: names.count)
    var flagged = rows
    for index in found.joint { flagged[index].onFrontier = true }
    for index in found.byGroup.joined() { flagged[index].onSystemFrontier = true }
    let ranked = names.indices.map { slot in
      let own = found.byGroup[slot]
      return (slot, Hypervolume.area(x: own.map { user[$0] }, y: own.map { gpu[$0] }))
    }.sorted { $0.1 > $1.1 }
    self.question = question
    self.rows = flagged
    self.points = totals
    frontier = found.joint
    frontiers = ranked.map { slot, _ in
      SystemFrontier(
        system: names[slot], indices: found.byGroup[slot], points: totals.bySystem[names[slot]] ?? 0)
    }
    self.counts = counts
    self.provenance = provenance
  }

  /// `simulator`, `server`, …: the method of every point, empty where there are none.
  public var method: String { points.methods.first ?? "" }

  /// Whether any point has an interval; without one, nothing is said of them.
  var hasIntervals: Bool { points.withIntervals > 0 }

  /// Why no point keeps limits with confidence, where none has an interval.
  public var missingIntervals: MissingIntervals? {
    MissingIntervals(points: points.count, withIntervals: points.withIntervals, limits: question.limits)
  }

  public func user(_ index: Int) -> Double { question.axes.user.value(of: rows[index].measurement) }
  public func gpu(_ index: Int) -> Double { question.axes.gpu.value(of: rows[index].measurement) }
}

/// Points of several methods cannot share a frontier: predicted and measured figures are not one scale.
public struct MixedMethods: Error, Sendable, Hashable, CustomStringConvertible {
  public var methods: [String]

  public init(methods: [String]) { self.methods = methods }

  public var description: String {
    "the points come from several methods (\(methods.joined(separator: ", "))), and a frontier never mixes "
      + "methods: choose one of them"
  }
}
