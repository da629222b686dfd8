import Calibration
import ServingModel
import Testing

@testable import Reporting

/// A validation over made-up rows: two engines, two GPU types, six loads.
enum SampleValidation {
  private static let header =
    "id,model,system,backend,precision,mode,isl,osl,gemm_quant,moe_quant,concurrency,tp,ttft_ms,tpot_ms"

  /// - Parameters:
  ///   - spread: p95 over p50 and p50 over p05 of the intervals; none for no intervals.
  ///   - name: put before each row's name.
  static func report(spread: Double?, name: String = "", file: String = "measured.csv") throws
    -> ValidationReport
  {
    var text = header
    for (system, speed) in [("h100_sxm", 1.0), ("b200_sxm", 1.7)] {
      for (engine, slow) in [("vllm", 1.1), ("sglang", 1.0)] {
        for (step, concurrency) in [1, 4, 16, 64, 256, 1024].enumerated() {
          let tpot = 6 * slow / speed * Double(1 << step)
          text += "\n\"\(name)\(system)-\(engine)-\(concurrency)\",llama-3.1-8b,\(system),\(engine),fp8,agg,"
          text += "1024,1024,fp8,,\(concurrency),1,\(tpot * 12),\(tpot)"
        }
      }
    }
    let table = try MeasuredTable(csv: text)
    let rows = table.rows.enumerated().map { index, row in
      // Errors from -15 % to +15 %, in no order of the load.
      let error = 0.85 + 0.05 * Double(index * 5 % 7)
      let (ttft, tpot) = (row.ttftMs * error * error, row.tpotMs * error)
      return ValidatedRow(
        measured: row, ttftMs: ttft, tpotMs: tpot, confidence: index % 5 == 0 ? .extrapolated : .interpolated,
        intervals: spread.map {
          PredictionIntervals(
            ttftMs: interval(ttft, $0), tpotMs: interval(tpot, $0),
            level: index % 2 == 0 ? .calibrated : .transferred)
        })
    }
    return ValidationReport(
      file: file, program: "1.2.3", benchmark: "simulator rules-0", requestsPerClient: 10, rows: rows,
      choices: ChoiceQuality(rows), leftOut: [.init(reason: "column `model`: unknown", rows: 3)])
  }

  private static func interval(_ figure: Double, _ spread: Double) -> PredictionInterval {
    PredictionInterval(
      p05: figure / spread, p10: figure / spread, p50: figure, p90: figure * spread, p95: figure * spread)
  }
}
