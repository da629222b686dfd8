internal import ParetoFrontier
internal import ServingModel

/// What a report says of all its points, for which they need not be held.
public struct PointTotals: Sendable, Hashable {
  /// Points of each GPU type.
  public var bySystem: [String: Int]
  public var withIntervals: Int
  public var methods: Set<String>
  /// All points, or an even sample of them, on the axes of the question: the cloud of a plot.
  public var cloud: [Place]

  /// A point on the user and the GPU axis.
  public struct Place: Sendable, Hashable {
    public var user: Double
    public var gpu: Double

    public init(user: Double, gpu: Double) {
      self.user = user
      self.gpu = gpu
    }
  }

  public init(bySystem: [String: Int], withIntervals: Int, methods: Set<String>, cloud: [Place]) {
    self.bySystem = bySystem
    self.withIntervals = withIntervals
    self.methods = methods
    self.cloud = cloud
  }

  /// The totals of points that are all held.
  init(_ rows: [ReportRow], axes: FrontierAxes) {
    bySystem = rows.reduce(into: [:]) { $0[$1.system, default: 0] += 1 }
    withIntervals = rows.count { $0.measurement.intervals != nil }
    methods = Set(rows.map(\.method))
    cloud = rows.map {
      Place(user: axes.user.value(of: $0.measurement), gpu: axes.gpu.value(of: $0.measurement))
    }
  }

  public var count: Int { bySystem.values.reduce(0, +) }
}
