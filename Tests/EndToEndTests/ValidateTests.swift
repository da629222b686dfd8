import Foundation
import Testing

@Suite struct ValidateTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    var text =
      "id,model,system,backend,precision,mode,isl,osl,gemm_quant,moe_quant,concurrency,tp,ttft_ms,tpot_ms\n"
    for (index, concurrency) in [1, 2, 4, 8, 16, 32].enumerated() {
      text +=
        "r\(concurrency),llama-3.1-8b,h100_sxm,\(index % 2 == 0 ? "vllm" : "trtllm"),fp8,agg,128,32,fp8,,"
      text += "\(concurrency),1,\(10 + concurrency),\(5 + Double(concurrency) / 8)\n"
    }
    text += "bad,no-such-model,h100_sxm,vllm,fp8,agg,128,32,fp8,,1,1,10,5\n"
    try place.write(text, to: "measured.csv")
  }

  @Test func everyFormIsWrittenAndAgrees() throws {
    let line = "validate --measured measured.csv --out rows.csv --csv lines.csv --html page.html --json"
    let outcome = try place.explore(line: line)
    #expect(outcome.exitCode == 0, "\(outcome)")
    for name in ["wrote rows.csv", "wrote lines.csv", "wrote page.html", "1 rows left out: column `model`"] {
      #expect(outcome.errors.contains(name), "\(outcome)")
    }
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(root["rows"] as? Int == 6)
    let rows = try CSVTable(try place.text("rows.csv"))
    #expect(rows.rows.map { $0["id"] } == ["r1", "r2", "r4", "r8", "r16", "r32"], "in the file's order")
    for column in ["ttft_ms_predicted", "tpot_ms_predicted"] {
      #expect(try rows.numbers(column).allSatisfy { $0 > 0 })
    }
    let lines = try CSVTable(try place.text("lines.csv"))
    let all = try #require(lines.rows.first)
    #expect(all["line"] == "errors" && all["grouping"] == "all" && all["rows"] == "6")
    let errors = try #require((root["errors"] as? [[String: Any]])?.first?["tpot"] as? [String: Any])
    // Not every reader of JSON keeps the last of 17 digits.
    let median = try #require(Double(all["tpot_median"] ?? ""))
    #expect(abs(try #require(errors["median"] as? Double) / median - 1) < 1e-15 * 4)
    let choice = try #require(lines.rows.first { $0["line"] == "choices" })
    let choices = try #require(root["choices"] as? [String: Any])
    let selections = try #require(choices["selections"] as? [Any])
    #expect(choice["selections"] == "\(selections.count)" && !selections.isEmpty)
    #expect(try place.text("page.html").contains("dataset.ready"))
  }

  @Test func theTableIsPrintedAndTheSameEachTime() throws {
    let first = try place.explore("validate", "--measured", "measured.csv")
    #expect(first.exitCode == 0 && first.output.contains("Choices by the predictions"), "\(first)")
    #expect(first.output == (try place.explore("validate", "--measured", "measured.csv")).output)
  }

  @Test(arguments: [
    (["--confidence", "1"], "--confidence 1.0"), (["--confidence", "0"], "--confidence 0.0"),
    (["--confidence", "nan"], "--confidence nan"), (["--confidence", "x"], "'x' is invalid"),
    (["--requests-per-client", "0"], "--requests-per-client"), (["--csv", ""], "--csv ``"),
    (["--html", ""], "--html ``"), (["--out", ""], "--out ``"),
    (["--csv", "f", "--html", "./f"], "--csv and --html both name ./f"),
    (["--out", "measured.csv"], "--measured and --out both name measured.csv"),
  ])
  func aMistakeIsNamedBeforeTheWork(arguments: [String], words: String) throws {
    let before = try place.bytes("measured.csv")
    try place.expectRefusal(["validate", "--measured", "measured.csv"] + arguments, saying: words)
    #expect(try place.bytes("measured.csv") == before)
  }

  @Test(arguments: ["--out", "--csv", "--html"])
  func aPathThatCannotBeWrittenIsRefused(option: String) throws {
    try place.expectRefusal(
      ["validate", "--measured", "measured.csv", option, "missing/f"], code: 1,
      saying: "missing does not exist")
  }

  @Test func aFileWithoutOneGoodRowIsRefused() throws {
    let lines = try place.text("measured.csv").split(separator: "\n")
    try place.write("\(lines[0])\n\(lines[lines.count - 1])\n", to: "bad.csv")
    try place.expectRefusal(
      ["validate", "--measured", "bad.csv"], saying: "no row can be predicted", "no-such-model")
  }
}
