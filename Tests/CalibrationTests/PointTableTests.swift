import ServingModel
import Testing

@testable import Calibration

@Suite struct PointTableTests {
  private func table(_ rows: String..., header: String = SampleRows.header) throws -> PointTable {
    try PointTable(csv: Array(([header] + rows).joined(separator: "\n").utf8))
  }

  @Test func rowsBecomeThePointsOfTheMeasuredTable() throws {
    let rows = [SampleRows.aggregated(), SampleRows.disaggregated()]
    let points = try PointTable(
      csv: Array(([SampleRows.header] + rows).joined(separator: "\n").utf8))
    let header = SampleRows.header + ",ttft_ms,tpot_ms"
    let measured = try MeasuredTable(
      csv: ([header] + rows.map { $0 + ",100,10" }).joined(separator: "\n"))
    #expect(try points.rows.map { try $0.point.get() } == measured.rows.map(\.point))
    #expect(points.rows.map(\.precision) == ["fp4", "fp4"] && points.rows.map(\.id) == ["a", "d"])
  }

  @Test func measuredColumnsAreNotLookedAt() throws {
    let table = try table(
      SampleRows.aggregated() + ",-5,nonsense", header: SampleRows.header + ",ttft_ms,tpot_ms")
    #expect(table.problems.isEmpty)
    #expect(table.rows[0].text.hasSuffix(",-5,nonsense"))
  }

  @Test func wholeNumbersMayHaveADecimalPoint() throws {
    let table = try table(
      SampleRows.aggregated(["tp": "1.0", "concurrency": "64.0", "batch_per_rank": "16.0", "isl": "8.192e3"]))
    #expect(try table.rows[0].point.get().workload.isl == 8192)
    #expect(try table.rows[0].point.get().deployment.gpus == 4)
  }

  static let spoiltAggregated: [(String, String, String)] = [
    ("model", "", "missing"), ("model", "llama-3.1-8c", "did you mean `meta-llama/Llama-3.1-8B`?"),
    ("model", String(repeating: "x", count: 5000), "too long"), ("system", "h10", "did you mean `h100_sxm`?"),
    ("backend", "vlm", "did you mean `vllm`?"), ("mode", "both", "neither agg nor disagg"),
    ("mode", "", "neither"), ("gemm_quant", "fp5", "known: bf16, fp8"), ("moe_quant", "fp3", "number format"),
    ("isl", "-4", "whole number of at least 1"), ("isl", "0", "whole number"), ("isl", "", "missing"),
    ("isl", "1.5", "whole number"), ("isl", "nan", "whole number"), ("isl", "inf", "whole number"),
    ("isl", "0x10", "whole number"), ("isl", "1e400", "whole number"), ("isl", " 8", "whole number"),
    ("isl", "16777217", "above 16777216"), ("osl", "99999999999999999999999", "above"),
    ("osl", "many", "whole number"), ("concurrency", "1000001", "above 1000000"),
    ("concurrency", "-1", "whole number"), ("tp", "3000000", "above 1024"), ("tp", "", "missing"),
    ("pp", "0", "whole number"), ("attention_dp", "-4", "whole number"), ("gpus", "8", "make 4"),
    ("gpus", "0", "whole number"), ("batch_per_rank", "64", "contradicts concurrency"),
    ("batch_per_rank", "-1", "above 0"), ("batch_per_rank", "lots", "above 0"),
    ("moe_ep", "8", "moe_tp 1 x moe_ep 8 is not tp 1 x attention_dp 4"), ("moe_tp", "3", "is not"),
    ("decode_tp_size", "8", "contradicts mode `agg`"), ("prefill_batch_size", "1", "contradicts mode `agg`"),
  ]

  @Test(arguments: spoiltAggregated)
  func aSpoiltAggregatedRowIsNamed(column: String, value: String, reason: String) throws {
    let table = try table(SampleRows.aggregated(id: "b"), SampleRows.aggregated([column: value]))
    try expectProblem(table, column == "moe_tp" ? "moe_ep" : column, reason)
  }

  @Test(arguments: [
    ("tp", "8", "contradicts mode `disagg`"), ("moe_ep", "8", "contradicts mode `disagg`"),
    ("decode_tp_size", "", "missing"), ("decode_num_workers", "", "missing"),
    ("prefill_num_workers", "100000", "above 1024"), ("decode_batch_size", "4097", "above 4096"),
    ("decode_moe_tp_size", "2", "is not"), ("gpus", "8", "make 16"),
  ])
  func aSpoiltDisaggregatedRowIsNamed(column: String, value: String, reason: String) throws {
    let table = try table(SampleRows.aggregated(), SampleRows.disaggregated([column: value]))
    try expectProblem(table, column == "decode_moe_tp_size" ? "decode_moe_ep_size" : column, reason)
  }

  @Test func aDeploymentOfAbsurdSizeIsNamed() throws {
    let sizes = ["tp": "1024", "pp": "512", "moe_tp": "", "moe_ep": "", "gpus": "", "batch_per_rank": ""]
    let table = try table(SampleRows.aggregated(id: "b"), SampleRows.aggregated(sizes))
    try expectProblem(table, "tp", "make 2097152 GPUs, above 65536")
  }

  /// The second of two rows is wrong, the first is a point.
  private func expectProblem(_ table: PointTable, _ column: String, _ reason: String) throws {
    #expect(throws: Never.self) { try table.rows[0].point.get() }
    #expect(table.problems.map(\.line) == [3] && table.problems.map(\.column) == [column])
    let problem = try #require(table.problems.first)
    #expect(problem.reason.contains(reason), "\(problem)")
  }

  @Test func aRepeatedIdNamesBothLinesAndTheFirstRowStays() throws {
    let table = try table(
      SampleRows.aggregated(id: ""), SampleRows.aggregated(id: "x"), SampleRows.aggregated(id: ""),
      SampleRows.disaggregated(id: "x"))
    #expect(
      table.problems
        == [RowProblem(line: 5, column: "id", reason: "`x` is the id of line 3 already")])
  }

  @Test func raggedRowsAreFittedToTheHeader() throws {
    let table = try table(
      SampleRows.aggregated() + ",extra", "a,\"b,\"\"c\"", SampleRows.aggregated(id: "z"))
    let count = SampleRows.columns.count
    #expect(
      table.problems.map(\.description) == [
        "line 2: \(count + 1) fields, the header has \(count)", "line 3: 2 fields, the header has \(count)",
      ])
    for row in table.rows { #expect(CSVText(row.text).header.count == count) }
    #expect(table.rows[1].text.hasPrefix("a,\"b,\"\"c\",,"))
    #expect(table.rows[0].text == SampleRows.aggregated())
  }

  @Test func aQuoteThatIsNotClosedCostsOneRow() throws {
    let table = try table(
      SampleRows.aggregated(id: "one"), SampleRows.aggregated(id: "\"two"), SampleRows.aggregated(id: "three")
    )
    #expect(table.problems.map(\.description) == ["line 3: a quote is opened and not closed"])
    #expect(table.rows.map(\.id) == ["one", "\"two", "three"])
    #expect(CSVText(table.rows[1].text).header.first == "\"two")
  }

  @Test func textThatIsNotUTF8CostsOneRow() throws {
    var bytes = Array((SampleRows.header + "\n" + SampleRows.aggregated(id: "one") + "\n").utf8)
    bytes += [0xFF, 0xFE] + Array(SampleRows.aggregated(id: "two").utf8)
    let table = try PointTable(csv: bytes)
    #expect(table.problems.map(\.description) == ["line 3: the row is not UTF-8 text"])
  }

  @Test func textStaysAsItIsWhateverTheLineEnds() throws {
    let first = SampleRows.aggregated(["backend_version": "\"1,\"\"2\"\"\nb\""])
    let second = SampleRows.disaggregated(["backend_version": "5\" disk"])
    for end in ["\n", "\r\n"] {
      for last in ["", end] {
        let text = "\u{FEFF}" + SampleRows.header + end + end + first + end + second + last
        let table = try PointTable(csv: Array(text.utf8))
        #expect(table.problems.isEmpty && table.rows.map(\.text) == [first, second])
        #expect(table.rows.map(\.line) == [3, 5] && table.lineEnd == end && table.hasByteOrderMark)
      }
    }
  }

  @Test(arguments: [
    ("", "line 1: the file is empty or its first line is"),
    ("\n\n", "line 1: the file is empty or its first line is"),
    (SampleRows.header, "line 1: the file has a header and no rows"),
    (SampleRows.header + "\r\n\r\n", "line 1: the file has a header and no rows"),
    (SampleRows.header + ",isl\n1", "line 1, column `isl`: the header has it twice, as fields 8 and 35"),
    ("\"id,model\nx", "line 1: a quote is opened and not closed"),
  ])
  func aFileWithoutPointsIsRefused(text: String, message: String) {
    #expect {
      try PointTable(csv: Array(text.utf8))
    } throws: { error in
      (error as? TableProblem)?.problems.map(\.description) == [message]
    }
  }

  @Test func everyMissingColumnIsNamed() {
    let header = SampleRows.header.split(separator: ",").filter { $0 != "mode" }.joined(separator: ",")
    #expect {
      try PointTable(csv: Array(header.replacing("isl", with: " ISL").utf8))
    } throws: { error in
      (error as? TableProblem)?.problems.map(\.description) == [
        "line 1, column `mode`: the file has no such column",
        "line 1, column `isl`: the file has no such column; is ` ISL` meant?",
      ]
    }
  }

  @Test func unknownAndUnnamedColumnsAreKept() throws {
    let table = try table(
      SampleRows.aggregated() + ",1,2,3", header: SampleRows.header + ",,,\"my, note\"")
    #expect(table.problems.isEmpty)
    #expect(table.columns.suffix(3).map(\.name) == ["", "", "my, note"])
    #expect(table.columns.last?.text == "\"my, note\"")
  }
}
