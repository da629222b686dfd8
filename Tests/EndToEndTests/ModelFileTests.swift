import Foundation
import Testing

@Suite struct ModelFileTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  static let dense: [String: Int] = [
    "hidden_size": 1024, "num_hidden_layers": 8, "num_attention_heads": 8, "num_key_value_heads": 4,
    "intermediate_size": 4096, "vocab_size": 32000,
  ]
  static let experts = dense.merging(
    ["num_experts": 16, "num_experts_per_tok": 2, "moe_intermediate_size": 512]) { $1 }
  static let latent = experts.merging(
    [
      "kv_lora_rank": 512, "q_lora_rank": 768, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
      "v_head_dim": 128,
    ]
  ) { $1 }

  static let hybrid = experts.merging(
    [
      "full_attention_interval": 4, "linear_num_key_heads": 8, "linear_num_value_heads": 16,
      "linear_key_head_dim": 128, "linear_value_head_dim": 128, "linear_conv_kernel_dim": 4,
    ]
  ) { $1 }
  static let sparse = latent.merging(["index_topk": 32, "index_n_heads": 8, "index_head_dim": 128]) { $1 }

  private func write(_ config: [String: Int], to name: String) throws {
    try place.write(try JSONSerialization.data(withJSONObject: config), to: name)
  }

  private func question(_ model: String) -> [String] {
    [
      "frontier", "--isl", "64", "--osl", "8", "--gpu", "h100", "--engine", "vllm", "--concurrency", "8",
      "--quiet",
      "--store", "a.sqlite", "--csv", "a.csv", "--model", model,
    ]
  }

  @Test(arguments: [dense, experts, latent, hybrid, sparse])
  func aConfigurationFileIsAModel(config: [String: Int]) throws {
    try write(config, to: "tiny/config.json")
    for name in ["tiny/config.json", "tiny", "./tiny"] {
      let outcome = try place.begin(question(name)).wait()
      #expect(outcome.exitCode == 0, "\(outcome)")
    }
    let table = try CSVTable(try place.text("a.csv"))
    let model = try #require(table.rows.first?["model"])
    #expect(model.hasPrefix("tiny@") && table.rows.allSatisfy { $0["model"] == model })
  }

  @Test func anEditedFileIsAnotherModel() throws {
    try write(Self.dense, to: "tiny/config.json")
    #expect(try place.begin(question("tiny")).wait().exitCode == 0)
    let first = try CSVTable(try place.text("a.csv")).rows.first?["model"]
    try write(Self.dense.merging(["num_hidden_layers": 9]) { $1 }, to: "tiny/config.json")
    #expect(try place.begin(question("tiny")).wait().exitCode == 0)
    #expect(try CSVTable(try place.text("a.csv")).rows.first?["model"] != first)
  }

  @Test func aFolderOfAnyNameWorks() throws {
    try write(Self.dense, to: "a;b=c, \"d\"/config.json")
    for _ in 0..<2 {
      let outcome = try place.begin(question("a;b=c, \"d\"")).wait()
      #expect(outcome.exitCode == 0, "\(outcome)")
    }
  }

  @Test func whatIsWrongWithAFileIsNamed() throws {
    var short = Self.dense
    short["num_hidden_layers"] = nil
    try write(short, to: "short.json")
    try write(Self.dense.merging(["hidden_size": 4]) { $1 }, to: "narrow.json")
    try write(Self.latent.mapValues { _ in 1 << 20 }, to: "vast.json")
    try write(Self.hybrid.mapValues { _ in 1 << 20 }, to: "vast-state.json")
    try write(Self.hybrid.merging(["linear_num_value_heads": 12]) { $1 }, to: "uneven.json")
    try write(Self.dense.mapValues { _ in 1 << 30 }, to: "absurd.json")
    try place.write("not JSON", to: "text.json")
    try place.write("", to: "empty.json")
    try place.write("[1]", to: "list.json")
    try place.write("x", to: "folder/other")
    try place.expectRefusal(question("short.json"), saying: "short.json", "no field `num_hidden_layers`")
    try place.expectRefusal(question("narrow.json"), saying: "narrow.json", "`num_attention_heads` is 8")
    try place.expectRefusal(
      question("uneven.json"), saying: "uneven.json", "`linear_num_value_heads` is 12")
    try place.expectRefusal(
      question("absurd.json"), saying: "absurd.json", "expected a whole number from 1 to")
    try place.expectRefusal(question("text.json"), saying: "text.json: not a JSON configuration")
    try place.expectRefusal(question("empty.json"), saying: "empty.json: not a JSON configuration")
    try place.expectRefusal(question("list.json"), saying: "its top level is not an object")
    try place.expectRefusal(question("./folder"), saying: "./folder/config.json: there is no such")
    try place.expectRefusal(question("missing.json"), saying: "missing.json: there is no such")
    #expect(!place.exists("a.sqlite"))
    // As large as is read: no point of it exists, and nothing overflows.
    try place.expectRefusal(question("vast.json"), code: 1, saying: "no point of the space can exist")
    try place.expectRefusal(question("vast-state.json"), code: 1, saying: "no point of the space can exist")
  }
}
