import Foundation
import Testing

@Suite struct PredictTests {
  private static let header =
    "id,model,system,backend,precision,mode,isl,osl,gemm_quant,moe_quant,concurrency,tp,note"
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func row(
    _ id: String, model: String = "llama-3.1-8b", osl: String = "16", concurrency: String = "4",
    tp: String = "1"
  ) -> String {
    "\(id),\(model),h100,vllm,fp8,agg,128,\(osl),fp8,fp8,\(concurrency),\(tp),\"kept, as\"\"is\""
  }

  private func write(_ rows: String..., header: String = Self.header) throws {
    try place.write(([header] + rows).joined(separator: "\n") + "\n", to: "points.csv")
  }

  private func predict(_ more: String...) throws -> ExploreProgram.Outcome {
    try place.begin(["predict", "--in", "points.csv", "--out", "out.csv"] + more).wait()
  }

  /// Rows of a file with LF or CRLF.
  private func table(_ name: String = "out.csv") throws -> CSVTable {
    try CSVTable(try place.text(name).replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"))
  }

  @Test func rowsAreWrittenWithTheirPredictions() throws {
    try write(row("a"), row("b", concurrency: "64", tp: "2"))
    let outcome = try predict()
    #expect(outcome.exitCode == 0 && outcome.errors == "wrote out.csv\n" && outcome.output.isEmpty)
    let lines = try place.text("out.csv").split(separator: "\n")
    #expect(
      lines.count == 3 && lines[1].hasPrefix(row("a") + ",")
        && lines[2].hasPrefix(row("b", concurrency: "64", tp: "2") + ","))
    let table = try table()
    #expect(
      table.header.suffix(12) == [
        "ttft_ms", "tpot_ms", "tps_user", "tps_gpu", "ttft_p05", "ttft_p50", "ttft_p95", "tpot_p05",
        "tpot_p50", "tpot_p95", "confidence", "status",
      ])
    let ttft = try table.numbers("ttft_ms")
    let tpot = try table.numbers("tpot_ms")
    #expect(try zip(table.numbers("tps_user"), tpot).allSatisfy { abs($0 * $1 - 1000) < 1e-6 })
    let expected: Double = 64 * 16 / (ttft[1] + tpot[1] * 15) * 1000 / 2
    #expect(abs(try table.numbers("tps_gpu")[1] / expected - 1) < 1e-9)
    #expect(table.rows.allSatisfy { $0["status"] == "ok" })
    #expect(table.rows.allSatisfy { $0["confidence"]?.split(separator: "/").count == 2 })
  }

  @Test func measuredColumnsAreRenamedAndChangeNothing() throws {
    try write(row("a"))
    _ = try predict()
    let plain = try table()
    try write(
      row("a") + ",1,2,today,5", header: Self.header + ",ttft_ms,\"tpot_ms\",measured,measured_ttft_ms")
    let outcome = try predict()
    #expect(outcome.exitCode == 0 && outcome.errors.contains("`ttft_ms` is written as `measured_ttft_ms_2`"))
    let table = try table()
    for column in ["ttft_ms", "tpot_ms", "tps_gpu", "confidence", "status"] {
      #expect(table.rows[0][column] == plain.rows[0][column], "\(column)")
    }
    #expect(table.rows[0]["measured_ttft_ms_2"] == "1" && table.rows[0]["measured_tpot_ms"] == "2")
    #expect(table.rows[0]["measured"] == "today" && table.rows[0]["measured_ttft_ms"] == "5")
  }

  @Test func predictionsMayBePredictedAgain() throws {
    try write(row("a"))
    _ = try predict()
    try place.explore(line: "predict --in out.csv --out again.csv")
    let first = try table()
    let second = try table("again.csv")
    #expect(second.header.contains("input_status") && second.header.contains("measured_ttft_ms"))
    #expect(second.rows[0]["ttft_ms"] == first.rows[0]["ttft_ms"])
  }

  @Test func aBadRowIsNamedAndNothingIsWritten() throws {
    try write(row("a"), row("b", concurrency: "-4"), row("a"))
    try place.expectRefusal(
      ["predict", "--in", "points.csv", "--out", "out.csv"],
      saying: "points.csv: line 3, column `concurrency`: `-4`",
      "points.csv: line 4, column `id`: `a` is the id of line 2", "--keep-going")
    #expect(!place.exists("out.csv"))
  }

  @Test func manyBadRowsAreCounted() throws {
    let rows = (0..<50).map { row("r\($0)", tp: "x") }
    try place.write(([Self.header] + rows).joined(separator: "\n"), to: "points.csv")
    let outcome = try predict()
    #expect(outcome.exitCode == 2 && outcome.errors.contains("and 30 more rows"))
    #expect(outcome.errorLines.count == 22)
  }

  @Test func goodRowsArePredictedBesideBadOnes() throws {
    try write(row("a"), row("b", model: "nothing-known"), row("c") + ",ragged", row("d", osl: "1"))
    let outcome = try predict("--keep-going")
    #expect(outcome.exitCode == 0 && outcome.errors.contains("2 of 4 rows have no prediction"))
    #expect(outcome.errors.contains("warning: points.csv: line 3, column `model`: unknown model"))
    let table = try table()
    #expect(table.rows.map { $0["status"]?.prefix(5) } == ["ok", "error", "error", "ok"])
    #expect(table.rows.map { $0["ttft_ms"]?.isEmpty } == [false, true, true, false])
    #expect(table.rows[3]["tpot_ms"] == "", "one token has no time per further token")
    #expect(table.rows[2]["status"] == "error: 14 fields, the header has 13")
  }

  @Test func rowsThatNoServerCouldRunSaySo() throws {
    try write(
      row("heads", tp: "3"), row("memory", model: "deepseek-r1"), row("large", concurrency: "500000"))
    let outcome = try predict()
    #expect(outcome.exitCode == 0, "the input is right")
    let status = try table().rows.map { $0["status"] ?? "" }
    #expect(status[0].hasPrefix("warning: attention_heads: 32 attention heads"))
    #expect(status[1].hasPrefix("error: server: weights, activations and buffers need"))
    #expect(status[2].hasPrefix("error: the run has 5000000 requests"))
  }

  @Test func aFileWithoutAPredictionFails() throws {
    try write(row("a", tp: "x"))
    let outcome = try predict("--keep-going")
    #expect(outcome.exitCode == 1 && place.exists("out.csv"))
  }

  @Test func standardInputAndOutputWork() throws {
    try write(row("a"))
    let program: URL = try #require(ExploreProgram.url, "explore is not built")
    let process = Process()
    process.executableURL = program
    process.arguments = ["predict", "--in", "-", "--out", "-"]
    process.standardInput = try FileHandle(forReadingFrom: place.folder.appendingPathComponent("points.csv"))
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    _ = try predict()
    #expect(try process.terminationStatus == 0 && data == place.bytes("out.csv"))
  }

  @Test func wrongOptionsAreRefusedBeforeTheWork() throws {
    try write(row("a"))
    try place.expectRefusal(
      ["predict", "--in", "none.csv", "--out", "o.csv"], saying: "no such file of points")
    try place.expectRefusal(
      ["predict", "--in", "points.csv", "--out", "./points.csv"], saying: "both name points.csv")
    try place.expectRefusal(
      ["predict", "--in", "points.csv", "--out", "no/o.csv"], code: 1, saying: "does not exist")
    try place.expectRefusal(["predict", "--in", "points.csv"], saying: "--out")
    try place.expectRefusal(
      ["predict", "--in", "points.csv", "--out", "o.csv", "--requests-per-client", "0"], saying: "from 1 to")
    try place.write("id,model\n", to: "points.csv")
    try place.expectRefusal(
      ["predict", "--in", "points.csv", "--out", "o.csv", "--keep-going"],
      saying: "line 1, column `system`: the file has no such column", "column `concurrency`")
    #expect(!place.exists("o.csv"))
  }

  @Test func anInterruptedPredictionLeavesNoFile() throws {
    // Long prompts: minutes of work for a debug build, half a second a row.
    let rows = (0..<500).map { "r\($0),llama-3.1-8b,b300,vllm,fp8,agg,1000000,1000,fp8,fp8,300,8," }
    try place.write(([Self.header] + rows).joined(separator: "\n"), to: "points.csv")
    let running = try place.begin(["predict", "--in", "points.csv", "--out", "out.csv"])
    sleep(2)
    running.process.interrupt()
    let outcome = try running.wait()
    #expect(outcome.exitCode == 130 && !outcome.wasSignalled, "\(outcome)")
    #expect(outcome.errors.contains("interrupted: nothing was written"))
    let files = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
    #expect(files == ["points.csv"])
  }
}
