import Foundation
import Testing

@Suite struct FrontierTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  private func frontier(_ more: String...) throws -> ExploreProgram.Outcome {
    try place.begin(["frontier"] + SampleSpace.question + ["--store", "a.sqlite"] + more).wait()
  }

  @Test func theTerminalShowsAPlotATableAndTheDefinitions() throws {
    let outcome = try frontier()
    #expect(outcome.exitCode == 0)
    for words in [
      "meta-llama/Llama-3.1-8B: input 128, output 16 tokens", "Throughput per user [tok/s/user]",
      "Output throughput per GPU [tok/s/GPU]", "h100_sxm", "b200_sxm", "confidence", "conc.", "TTFT", "p99",
      "24 points evaluated by simulator", "space small",
    ] { #expect(outcome.output.contains(words), "no \(words) in \(outcome.output)") }
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
    #expect(!outcome.output.contains("\u{1b}"), "no colours in a file")
    #expect(outcome.errors.contains("24/24 points  100 %"), "progress goes to standard error")
  }

  @Test func theFrontierOfTheJSONIsTheNonDominatedSetOfTheCSV() throws {
    let outcome = try frontier("--json", "--csv", "all.csv")
    #expect(outcome.exitCode == 0)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let answer = try #require(object as? [String: Any], "standard output holds JSON and nothing else")
    let listed = try #require(answer["frontier"] as? [[String: Any]]).compactMap { $0["point"] as? String }
    let table = try CSVTable(try place.text("all.csv"))
    #expect(table.rows.count == 24)
    let user = try table.numbers("tps_user")
    let gpu = try table.numbers("tps_gpu")
    let expected = table.rows.indices.filter { own in
      !table.rows.indices.contains { other in
        user[other] >= user[own] && gpu[other] >= gpu[own]
          && (user[other] > user[own] || gpu[other] > gpu[own])
      }
    }
    #expect(!expected.isEmpty)
    // Of exact duplicates one survives.
    let places = Set(expected.map { [user[$0], gpu[$0]] })
    #expect(places.count == listed.count && Set(listed).count == listed.count)
    #expect(Set(listed).isSubset(of: expected.compactMap { table.rows[$0]["point"] }))
    let flagged = table.rows.filter { $0["on_frontier"] == "1" }.compactMap { $0["point"] }
    #expect(Set(flagged) == Set(listed))
    let bySystem = try #require(answer["frontiers"] as? [String: [[String: Any]]])
    #expect(Set(bySystem.keys) == ["h100_sxm", "b200_sxm"])
    let counts = try #require(answer["counts"] as? [String: Any])
    #expect(counts["evaluated"] as? Int == 24)
  }

  @Test func theCSVHasTheDocumentedColumnsAndFiniteFigures() throws {
    #expect(try frontier("--csv", "all.csv").errors.contains("wrote all.csv"))
    let table = try CSVTable(try place.text("all.csv"))
    let documented = [
      "point", "run", "model", "system", "engine", "topology", "label", "gpus", "concurrency", "isl", "osl",
      "mtp", "tps_user", "tps_gpu", "ttft_ms_p50", "ttft_ms_p99", "tpot_ms_p50", "tpot_ms_p99", "confidence",
    ]
    #expect(Set(documented).isSubset(of: table.header) && Set(table.header).count == table.header.count)
    #expect(Set(table.rows.compactMap { $0["point"] }).count == table.rows.count)
    for column in ["tps_user", "tps_gpu", "ttft_ms_p50", "tpot_ms_p99", "e2e_ms_mean", "mean_concurrency"] {
      #expect(try table.numbers(column).allSatisfy { $0.isFinite && $0 > 0 })
    }
    // Little's law: requests in flight are rate times latency.
    for row in table.rows {
      let rate = try #require(Double(row["requests_per_second"] ?? ""))
      let latency = try #require(Double(row["e2e_ms_mean"] ?? ""))
      let inFlight = try #require(Double(row["mean_concurrency"] ?? ""))
      #expect(abs(rate * latency / 1000 / inFlight - 1) < 0.05, "\(row)")
    }
  }

  @Test func theSecondTimeTheStoreAnswers() throws {
    let first = try frontier("--csv", "first.csv")
    let second = try frontier("--csv", "second.csv")
    #expect(second.exitCode == 0 && second.complaint == "wrote second.csv")
    #expect(second.errors == "wrote second.csv\n", "nothing to wait for, no progress")
    let time = try Regex(", in [0-9.,e-]+ s")
    // Wrapped text breaks elsewhere without the time.
    func words(_ text: String) -> [Substring] {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing(time, with: "")
        .split(separator: " ")
    }
    #expect(words(first.output) == words(second.output))
    #expect(try place.bytes("first.csv") == place.bytes("second.csv"))
    let runs = try place.explore("runs", "list", "--store", "a.sqlite", "--json")
    let listed = try JSONSerialization.jsonObject(with: Data(runs.output.utf8)) as? [[String: Any]]
    #expect(listed?.count == 1 && listed?.first?["measured"] as? Int == 24)
  }

  @Test func thePageHoldsItsDataAndNeedsNoNetwork() throws {
    #expect(try frontier("--html", "page.html").exitCode == 0)
    let page = try place.text("page.html")
    #expect(page.contains("</html>") && page.contains("b200_sxm") && page.contains("Llama-3.1-8B"))
    #expect(!page.contains("src=\"http") && !page.contains("<link"))
  }

  @Test func theNotebookIsValidAndLiesBesideItsData() throws {
    let outcome = try frontier("--notebook", "mine")
    #expect(outcome.errors.contains("wrote notebooks-export/mine/frontier.ipynb"))
    let object = try JSONSerialization.jsonObject(with: place.bytes("notebooks-export/mine/frontier.ipynb"))
    let notebook = try #require(object as? [String: Any])
    #expect(notebook["nbformat"] as? Int == 4 && notebook["nbformat_minor"] as? Int == 5)
    let cells = try #require(notebook["cells"] as? [[String: Any]])
    #expect(Set(cells.compactMap { $0["id"] as? String }).count == cells.count)
    for cell in cells {
      let isCode = cell["cell_type"] as? String == "code"
      #expect(cell["metadata"] is [String: Any] && cell["source"] is [String])
      #expect((cell["outputs"] is [Any]) == isCode && cell.keys.contains("execution_count") == isCode)
    }
    #expect(try CSVTable(place.text("notebooks-export/mine/points.csv")).rows.count == 24)
  }

  @Test func aConcurrencyOfOnesOwnReplacesTheOnesOfTheSpace() throws {
    try place.write(
      """
      name: shares
      model: meta-llama/Llama-3.1-8B
      blocks:
        - topology: disagg
          system: h100_sxm
          engine: trtllm
          isl: 64
          osl: 8
          prefill: {tp: 1}
          decode: {tp: 1, servers: [1, 2], max_batch_size: =concurrency_per_decode_server}
          concurrency_per_decode_server: [4, 8]
          constraints: [concurrency_per_decode_server <= 64]
      """, to: "shares.yaml")
    let outcome = try place.explore(
      line: "frontier --isl 64 --osl 8 --model llama-3.1-8b --space shares.yaml --concurrency 3,6 "
        + "--store a.sqlite --csv all.csv")
    #expect(outcome.exitCode == 0, "\(outcome)")
    let table = try CSVTable(try place.text("all.csv"))
    let found = Set(
      table.rows.map { [$0["concurrency"], $0["decode_servers"], $0["decode_max_batch_size"]] })
    #expect(found == [["3", "1", "3"], ["3", "2", "2"], ["6", "1", "6"], ["6", "2", "3"]])
  }

  @Test func oneOutputTokenHasNoRateBetweenTokens() throws {
    let question = ["--isl", "128", "--osl", "1", "--model", "llama-3.1-8b", "--space", "small.yaml"]
    try place.expectRefusal(["frontier"] + question, saying: "--osl 1", "--user-axis e2e_tps_user")
    let outcome = try place.begin(["frontier"] + question + ["--user-axis", "e2e_tps_user", "--json"]).wait()
    #expect(outcome.exitCode == 0)
  }

  @Test func aSpaceWithoutAPointSaysWhichRuleLeavesNone() throws {
    let outcome = try place.explore(
      line: "frontier --isl 128 --osl 16 --model llama-3.1-405b --space small.yaml --quantization bf16 "
        + "--gpu h100 --store a.sqlite")
    #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("weight_memory 12 (such as: server: weights"), "\(outcome)")
    #expect(!outcome.errors.contains("0/0"), "\(outcome)")
  }
}
