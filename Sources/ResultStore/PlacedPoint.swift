public import ServingModel

/// A point with its keys, computed once.
public struct PlacedPoint: Sendable, Hashable {
  public var point: Point
  public var deploymentKey: StableKey
  public var key: StableKey

  public init(_ point: Point) { self.init(point, deploymentKey: point.deployment.stableKey) }

  /// For callers that hold the deployment's key already.
  public init(_ point: Point, deploymentKey: StableKey) {
    self.point = point
    self.deploymentKey = deploymentKey
    key = point.stableKey(deploymentKey: deploymentKey)
  }
}

/// What the store knows of a point before a run measures it.
public enum StoredStatus: Sendable, Hashable {
  /// Not measured under this benchmark version.
  case absent
  /// Measured by some other run: link it, do not measure it again.
  case stored(measurement: Int64)
  /// This run has it already, measured or failed.
  case inRun
}

/// What became of a point.
public enum PointOutcome: Sendable, Hashable {
  case measured(Measurement)
  case failed(PointFailure)
  /// Found in the store under this row.
  case stored(measurement: Int64)
}

public struct RecordedPoint: Sendable, Hashable {
  public var placed: PlacedPoint
  public var outcome: PointOutcome

  public init(_ placed: PlacedPoint, _ outcome: PointOutcome) {
    self.placed = placed
    self.outcome = outcome
  }
}
