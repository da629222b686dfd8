/// Figures of some thousand points side by side: one array a figure, nothing else of the points.
///
/// All arrays that are filled have ``count`` entries; figures that were not asked for are empty.
public struct PointColumns: Sendable, Hashable {
  public var count = 0
  /// Row numbers of the measurements in their store.
  public var ids: [Int64] = []
  /// Stable keys as stored (``StableKey/rawValue``).
  public var keys: [Int64] = []
  /// Row numbers of scenarios (model, system, engine, traffic) and deployments; equal ones are one.
  public var scenarios: [Int64] = []
  public var deployments: [Int64] = []
  private var figures = [[Double]](repeating: [], count: PointFigure.allCases.count)

  public init() {}

  public subscript(figure: PointFigure) -> [Double] {
    _read { yield figures[Int(figure.rawValue)] }
    _modify { yield &figures[Int(figure.rawValue)] }
  }

  /// Adds a point with all of its figures.
  public mutating func append(
    _ measurement: Measurement, id: Int64, key: StableKey, scenario: Int64, deployment: Int64
  ) {
    count += 1
    ids.append(id)
    keys.append(key.rawValue)
    scenarios.append(scenario)
    deployments.append(deployment)
    for figure in PointFigure.allCases { self[figure].append(measurement[figure]) }
  }

  /// Adds the points of other columns, which have all of their figures.
  public mutating func append(_ other: PointColumns) {
    count += other.count
    ids += other.ids
    keys += other.keys
    scenarios += other.scenarios
    deployments += other.deployments
    for figure in PointFigure.allCases { self[figure] += other[figure] }
  }

  /// Puts the figures of the point at `index` into a measurement, which is used again for the next one.
  /// - Parameter figures: rising, all of them filled.
  @inline(__always)
  public func fill(_ measurement: inout Measurement, at index: Int, _ figures: [PointFigure]) {
    for figure in figures { measurement[figure] = self[figure][index] }
  }
}
