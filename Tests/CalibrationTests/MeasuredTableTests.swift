import ServingModel
import Testing

@testable import Calibration

@Suite struct MeasuredTableTests {
  private static let header =
    "id,model,system,backend,precision,mode,isl,osl,gemm_quant,moe_quant,concurrency,tp,pp,attention_dp,moe_tp,"
    + "moe_ep,prefill_num_workers,prefill_tp_size,prefill_attention_dp_size,prefill_moe_ep_size,"
    + "decode_num_workers,decode_tp_size,decode_attention_dp_size,decode_moe_ep_size,decode_batch_size,"
    + "ttft_ms,tpot_ms"

  private func table(_ rows: String...) throws -> MeasuredTable {
    try MeasuredTable(csv: ([Self.header] + rows).joined(separator: "\n"))
  }

  @Test func aggregatedRowsBecomePoints() throws {
    let table = try table(
      "a,openai/gpt-oss-120b,h200,vllm,fp4,agg,1024,1024,nvfp4,nvfp4,64,4,1,1,4,1,,,,,,,,,,50,10")
    let row = try #require(table.rows.first)
    #expect(row.point.deployment.label(isMoE: true) == "TP4")
    // gpt-oss checkpoints are MXFP4 with 16-bit attention, whatever the label says.
    #expect(row.point.deployment.quantization.moe == .mxfp4)
    #expect(row.point.workload.concurrency == 64 && row.point.workload.rangeRatio == 0.8)
    #expect(row.tpsUser == 100)
    let latencyMs: Double = 50 + 10 * 1023
    let expected: Double = 64 * 1024 / latencyMs * 1000 / 4
    #expect(abs(row.tpsGPU - expected) < 1e-9)
  }

  @Test func disaggregatedRowsBecomeTwoPools() throws {
    let table = try table(
      "d,deepseek-ai/DeepSeek-R1,gb200,trtllm,fp4,disagg,8192,1024,nvfp4,nvfp4,2048,,,,,,6,1,4,4,1,1,8,8,256,900,20"
    )
    let row = try #require(table.rows.first)
    #expect(row.point.deployment.label(isMoE: true) == "6×DEP4+1×DEP8")
    #expect(row.point.deployment.gpus == 32)
    #expect(row.point.deployment.quantization.attention == .bf16)
  }

  @Test(arguments: [
    ("x,nobody/none,h200,vllm,fp8,agg,1024,1024,fp8,fp8,64,4,,,,,,,,,,,,,,50,10", "model"),
    ("x,openai/gpt-oss-120b,h999,vllm,fp8,agg,1024,1024,fp8,fp8,64,4,,,,,,,,,,,,,,50,10", "system"),
    ("x,openai/gpt-oss-120b,h200,vllm,fp8,both,1024,1024,fp8,fp8,64,4,,,,,,,,,,,,,,50,10", "mode"),
    ("x,openai/gpt-oss-120b,h200,vllm,fp8,agg,1024,1024,fp8,fp8,-4,4,,,,,,,,,,,,,,50,10", "concurrency"),
    ("x,openai/gpt-oss-120b,h200,vllm,fp8,agg,1024,1024,fp8,fp8,64,,,,,,,,,,,,,,,50,10", "tp"),
    ("x,openai/gpt-oss-120b,h200,vllm,fp8,agg,1024,1024,fp8,fp8,64,4,,,,,,,,,,,,,,0,10", "ttft_ms"),
    ("x,openai/gpt-oss-120b,h200,vllm,fp8,agg,1024,1024,fp5,fp8,64,4,,,,,,,,,,,,,,50,10", "gemm_quant"),
    ("x", "model"),
  ])
  func badRowsAreNamedByLineAndColumn(row: String, column: String) throws {
    let table = try table(row)
    #expect(table.rows.isEmpty)
    #expect(table.problems.map(\.line) == [2])
    #expect(table.problems.map(\.column) == [column])
  }

  @Test func aMissingColumnIsNamed() {
    #expect(throws: RowProblem(line: 1, column: "tpot_ms", reason: "the file has no such column")) {
      try MeasuredTable(csv: Self.header.replacingLast("tpot_ms", with: "other"))
    }
    #expect(throws: RowProblem.self) { try MeasuredTable(csv: "") }
  }

  @Test func quotesAndLineEndsOfEveryKindAreRead() {
    let text = CSVText("\u{FEFF}a,\"b\"\"c\"\r\n1,\"x,\ny\"\r\n\r\n2,z")
    var rows: [[String]] = []
    text.forEachRow { _, fields in rows.append(fields) }
    #expect(text.header == ["a", "b\"c"])
    #expect(rows == [["1", "x,\ny"], ["2", "z"]])
  }

  @Test func errorsAreSummarised() {
    let summary = ErrorSummary(ratios: [0.9, 1.0, 1.3, 0.5])
    #expect(summary.count == 4)
    #expect(abs(summary.mean - 0.225) < 1e-12)
    #expect(abs(summary.median - 0.2) < 1e-12)
    #expect(abs(summary.bias - -0.05) < 1e-12)
    #expect(ErrorSummary(ratios: []).median.isNaN)
  }
}

extension String {
  fileprivate func replacingLast(_ word: String, with other: String) -> String {
    hasSuffix(word) ? String(dropLast(word.count)) + other : self
  }
}
