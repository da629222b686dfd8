import ServingModel

@testable import Calibration

/// Rows made up for tests: one deployment, figures as given.
enum ValidatedRows {
  /// A measured row of 1,024 tokens in and out, 8 requests in flight on one GPU.
  static func measured(
    _ id: String, model: String = "a", system: String = "h200_sxm", engine: Engine = .vllm,
    ttftMs: Double = 100, tpotMs: Double = 10
  ) -> MeasuredRow {
    let server = ServerConfiguration(
      parallelism: Parallelism(tp: 1, dp: 1, pp: 1, moeTP: 1, ep: 1), maxBatchSize: 8, maxNumTokens: 8192,
      kvMemoryFraction: 0.9)
    let deployment = Deployment(
      system: system, model: model, engine: engine,
      quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
      topology: .aggregated(ServerPool(servers: 1, configuration: server)))
    let point = Point(
      deployment: deployment, workload: Workload(isl: 1024, osl: 1024, rangeRatio: 1, concurrency: 8))
    return MeasuredRow(
      id: id, point: point, precision: "fp8", engineVersion: nil, ttftMs: ttftMs, tpotMs: tpotMs)
  }

  /// An interval of p05 = figure / `spread` to p95 = figure x `spread`.
  static func interval(_ figure: Double, spread: Double) -> PredictionInterval {
    PredictionInterval(
      p05: figure / spread, p10: figure / spread, p50: figure, p90: figure * spread, p95: figure * spread)
  }

  static func row(
    _ measured: MeasuredRow, ttftMs: Double, tpotMs: Double, spread: Double? = nil,
    level: CalibrationLevel = .calibrated
  ) -> ValidatedRow {
    ValidatedRow(
      measured: measured, ttftMs: ttftMs, tpotMs: tpotMs, confidence: .interpolated,
      intervals: spread.map {
        PredictionIntervals(
          ttftMs: interval(ttftMs, spread: $0), tpotMs: interval(tpotMs, spread: $0), level: level)
      })
  }
}
