public import ServingModel

/// The frontiers of groups of points that pass by in blocks; holds no more than the frontiers.
public struct FrontierScan: Sendable {
  private let limits: FrontierLimits
  private let axis: FrontierAxis
  private let limited: [PointFigure]
  private var fronts: [StreamingFront] = []
  private var scratch = Measurement()

  public init(axes: FrontierAxes, limits: FrontierLimits) {
    self.limits = limits
    axis = axes.user
    limited = limits.figures(axis: axes.user).sorted()
  }

  /// Adds the points of a block.
  /// - Parameters:
  ///   - block: with the figures of the limits.
  ///   - values: the axes of its points.
  ///   - groups: the group of each point, from 0; negative for points that are not asked for.
  public mutating func add(_ block: PointColumns, values: AxisColumns, groups: [Int]) {
    let isFree = limits.isEmpty
    for index in 0..<block.count {
      let group = groups[index]
      guard group >= 0 else { continue }
      while fronts.count <= group { fronts.append(StreamingFront()) }
      let (x, y, key) = (values.user[index], values.gpu[index], block.keys[index])
      // Dominance first: it is cheaper than limits and rejects most points.
      guard fronts[group].mayHold(x, y, key: key) else { continue }
      if !isFree {
        block.fill(&scratch, at: index, limited)
        guard limits.keepsAll(scratch, axis: axis) else { continue }
      }
      fronts[group].hold(x, y, key: key, id: block.ids[index])
    }
  }

  /// Rows of each group's frontier.
  public var ids: [[Int64]] { fronts.map(\.ids) }
}
