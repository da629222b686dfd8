internal import ServingModel

/// What a pick says about the points that it chose from: counts, for which the points need not be held.
public struct PickCensus: Sendable, Hashable {
  public private(set) var considered = 0
  /// Points with finite axes that keep all limits.
  public private(set) var feasible = 0
  public private(set) var withIntervals = 0
  /// How many points keep each of ``kinds`` by itself.
  private var alone: [Int]
  private let axes: FrontierAxes
  private let limits: FrontierLimits
  /// The limits that are set.
  let kinds: [FrontierLimits.Kind]

  public init(axes: FrontierAxes, limits: FrontierLimits) {
    self.axes = axes
    self.limits = limits
    kinds = limits.kinds
    alone = kinds.map { _ in 0 }
  }

  /// Counts a point with the figures of the axes, the limits and ``PointFigure/calibration``.
  /// - Returns: the limits that it breaks, one bit for each of ``kinds``.
  @discardableResult
  mutating func add(_ measurement: Measurement) -> UInt8 {
    considered += 1
    if measurement.intervals != nil { withIntervals += 1 }
    var broken: UInt8 = 0
    for (place, kind) in kinds.enumerated() {
      if limits.keeps(kind, measurement, axis: axes.user) {
        alone[place] += 1
      } else {
        broken |= 1 << place
      }
    }
    if broken == 0, axes.user.value(of: measurement).isFinite, axes.gpu.value(of: measurement).isFinite {
      feasible += 1
    }
    return broken
  }

  var withoutIntervals: Int { considered - withIntervals }

  func keeping(_ kind: FrontierLimits.Kind) -> Int { kinds.firstIndex(of: kind).map { alone[$0] } ?? 0 }
}
