public import ServingModel

/// No point has an interval although limits are to be kept with confidence: nothing can keep them.
public struct MissingIntervals: Sendable, Hashable, CustomStringConvertible {
  public var points: Int
  public var assurance: Assurance

  /// Nil where the limits ask for no confidence, where a point has an interval, and where there are no points.
  public init?(points: Int, withIntervals: Int, limits: FrontierLimits) {
    guard let assurance = limits.assurance, limits.kinds.contains(where: \.hasInterval), points > 0,
      withIntervals == 0
    else { return nil }
    self.points = points
    self.assurance = assurance
  }

  public var description: String {
    "none of \(Figure.text(points)) points has an interval, so none keeps a limit with \(assurance.text) "
      + "confidence: they are predictions without a calibration, or measurements; leave --confidence out to go by "
      + "the figures as they are, with a limit that leaves room"
  }
}
