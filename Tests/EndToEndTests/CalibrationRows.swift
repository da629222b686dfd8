import Foundation

/// Measured rows made up for tests: small servers, figures by a formula.
enum CalibrationRows {
  static let header =
    "id,model,system,backend,backend_version,precision,mode,isl,osl,gemm_quant,moe_quant,concurrency,tp"

  struct Row {
    var engine = "vllm"
    var tp = 1
    var concurrency = 4
    var isl = 64

    var point: String {
      "\(engine)-\(tp)-\(concurrency)-\(isl),llama-3.1-8b,h100_sxm,\(engine),1.0,fp8,agg,\(isl),8,fp8,,\(concurrency),\(tp)"
    }
    var ttftMs: Double { 10 + Double(isl) / 16 + Double(concurrency) }
    var tpotMs: Double { 2 + 4 / Double(tp) + Double(concurrency) / 16 }
  }

  /// 100 rows, as few as a fit of all constants takes.
  static let all: [Row] = ["vllm", "trtllm"].flatMap { engine in
    [1, 2].flatMap { tp in
      [1, 2, 4, 8, 16].flatMap { concurrency in
        [32, 64, 96, 128, 256].map { Row(engine: engine, tp: tp, concurrency: concurrency, isl: $0) }
      }
    }
  }

  /// A table of measurements, times that of the formula.
  static func measured(_ rows: [Row], ttft: Double = 1, tpot: Double = 1) -> String {
    let lines = rows.map { "\($0.point),\($0.ttftMs * ttft),\($0.tpotMs * tpot)" }
    return ([header + ",ttft_ms,tpot_ms"] + lines).joined(separator: "\n") + "\n"
  }

  static func points(_ rows: [Row]) -> String {
    ([header] + rows.map(\.point)).joined(separator: "\n") + "\n"
  }

  /// A calibration fitted on all rows alone, made once for all tests.
  static let calibration: Result<String, any Error> = Result {
    let place = try Workplace()
    try place.write(measured(all), to: "all.csv")
    let outcome = try place.explore(
      line: "calibrate --measured all.csv --base none --requests-per-client 1 --out base.json")
    guard outcome.exitCode == 0 else { throw Failure(outcome: outcome) }
    return try place.text("base.json")
  }

  struct Failure: Error {
    var outcome: ExploreProgram.Outcome
  }
}
