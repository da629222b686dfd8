public import ServingModel

/// One end-to-end measurement of a real server: where it stands in the design space and what the client saw.
public struct MeasuredRow: Sendable {
  public var id: String
  public var point: Point
  /// Precision label of the source, for grouping (`fp4`, `fp8`, `bf16`, empty).
  public var precision: String
  /// Version of the engine as the source names it; empty where it has the column and leaves it empty.
  public var engineVersion: String?
  /// Mean time to first token, milliseconds.
  public var ttftMs: Double
  /// Mean time per output token, milliseconds.
  public var tpotMs: Double

  /// Output tokens per second and user, 1 / TPOT.
  public var tpsUser: Double { 1000 / tpotMs }

  /// Output tokens per second per GPU by Little's law over the measured latency.
  public var tpsGPU: Double {
    let workload = point.workload
    let latency = ttftMs + tpotMs * Double(workload.osl - 1)
    return Double(workload.concurrency * workload.osl) / latency * 1000 / Double(point.deployment.gpus)
  }
}
