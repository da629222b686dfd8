/// Whatever turns a point into a measurement: a simulator, a live server, a cluster job, a replay.
public protocol Benchmark: Sendable {
  /// `simulator`, `server`, … : kept with every measurement; a frontier never mixes methods.
  var method: String { get }
  /// Version of the method and of its data. Points measured under another version are not reused.
  var version: String { get }
  /// Measures one point.
  /// - Throws: ``PointFailure`` where this point cannot be measured and others still can;
  ///   `CancellationError` when the task is cancelled.
  func measure(_ point: Point) async throws -> Measurement
}

/// Why one point has no measurement. The sweep goes on and the reason is stored.
public struct PointFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public var reason: String
  public init(_ reason: String) { self.reason = reason }
  public var description: String { reason }
}
