import Foundation
import Testing

@testable import ServingModel

@Suite struct HybridConfigTests {
  private static let types = ["linear_attention", "linear_attention", "linear_attention", "full_attention"]

  private static func hybrid(_ changes: [String: any Sendable] = [:]) -> [String: any Sendable] {
    let base: [String: any Sendable] = [
      "hidden_size": 1024, "num_hidden_layers": 8, "num_attention_heads": 8, "num_key_value_heads": 2,
      "head_dim": 256, "intermediate_size": 4096, "vocab_size": 32000, "layer_types": types + types,
      "linear_num_key_heads": 8, "linear_num_value_heads": 16, "linear_key_head_dim": 128,
      "linear_value_head_dim": 64, "linear_conv_kernel_dim": 4, "attn_output_gate": true,
    ]
    return base.merging(changes) { $1 }
  }

  private static func sparse(_ changes: [String: any Sendable] = [:]) -> [String: any Sendable] {
    let base: [String: any Sendable] = [
      "hidden_size": 1024, "num_hidden_layers": 8, "num_attention_heads": 8, "intermediate_size": 4096,
      "vocab_size": 32000, "kv_lora_rank": 512, "q_lora_rank": 768, "qk_nope_head_dim": 128,
      "qk_rope_head_dim": 64, "v_head_dim": 128, "index_topk": 2048, "index_n_heads": 16,
      "index_head_dim": 128,
    ]
    return base.merging(changes) { $1 }
  }

  private func read(_ config: [String: any Sendable]) throws -> ModelArchitecture {
    try ModelArchitecture(name: "m", configJSON: try JSONSerialization.data(withJSONObject: config))
  }

  @Test func linearLayersAreCountedByTypeOrByInterval() throws {
    let byType = try read(Self.hybrid())
    #expect(
      byType.linearAttention
        == GatedDeltaNet(
          layers: 6, keyHeads: 8, keyHeadDim: 128, valueHeads: 16, valueHeadDim: 64, convolutionWidth: 4))
    #expect(byType.attentionLayers == 2 && byType.outputGate)
    var byInterval = Self.hybrid(["full_attention_interval": 4])
    byInterval["layer_types"] = nil
    #expect(try read(byInterval) == byType)
  }

  @Test func theTextPartOfAMultimodalModelIsRead() throws {
    let inner = Self.hybrid()
    let outer: [String: any Sendable] = ["text_config": inner, "tie_word_embeddings": true]
    let model = try read(outer)
    #expect(model.linearAttention?.layers == 6 && model.tiedEmbeddings)
  }

  @Test func qwen3NextHasTheGateWithoutAField() throws {
    var config = Self.hybrid(["model_type": "qwen3_next"])
    config["attn_output_gate"] = nil
    #expect(try read(config).outputGate)
    config["model_type"] = "another"
    #expect(try !read(config).outputGate)
  }

  @Test func theIndexerOfSparseAttentionIsRead() throws {
    #expect(try read(Self.sparse()).indexer == SparseIndexer(heads: 16, headDim: 128, topK: 2048))
    var dense = Self.sparse()
    for field in ["index_topk", "index_n_heads", "index_head_dim"] { dense[field] = nil }
    #expect(try read(dense).indexer == nil)
  }

  @Test(arguments: [
    (hybrid(["linear_num_value_heads": 0]), "linear_num_value_heads"),
    (hybrid(["linear_num_key_heads": -8]), "linear_num_key_heads"),
    (hybrid(["linear_key_head_dim": 1.5]), "linear_key_head_dim"),
    (hybrid(["linear_value_head_dim": "many"]), "linear_value_head_dim"),
    (hybrid(["linear_conv_kernel_dim": 1 << 30]), "linear_conv_kernel_dim"),
    (sparse(["index_topk": 0]), "index_topk"),
    (sparse(["index_n_heads": [1]]), "index_n_heads"),
  ])
  func badValuesAreNamed(config: [String: any Sendable], field: String) {
    let error = #expect(throws: CatalogueError.self) { try read(config) }
    guard case .badField(_, field, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [
    (hybrid(), "linear_value_head_dim"), (hybrid(), "linear_conv_kernel_dim"), (sparse(), "index_n_heads"),
    (sparse(), "index_head_dim"),
  ])
  func missingFieldsAreNamed(config: [String: any Sendable], field: String) {
    var short = config
    short[field] = nil
    #expect(throws: CatalogueError.missingField(model: "m", field: field)) { try read(short) }
  }

  @Test(arguments: [
    (hybrid(["linear_num_value_heads": 12]), "linear_num_value_heads"),
    (hybrid(["layer_types": types]), "layer_types"),
    (hybrid(["layer_types": "linear_attention"]), "layer_types"),
  ])
  func fieldsAtOddsAreNamed(config: [String: any Sendable], field: String) {
    let error = #expect(throws: CatalogueError.self) { try read(config) }
    guard case .inconsistent(_, field, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aSparserIntervalThanLayersIsRefused() {
    var config = Self.hybrid(["full_attention_interval": 9])
    config["layer_types"] = nil
    #expect(
      throws: CatalogueError.inconsistent(
        model: "m", field: "full_attention_interval", detail: "is above the 8 layers")
    ) { try read(config) }
  }

  @Test func otherKindsOfLayersAreRefused() {
    let mamba = Array(repeating: "mamba", count: 7) + ["full_attention"]
    let linear = Array(repeating: "linear_attention", count: 8)
    var lightning = Self.hybrid()
    lightning["linear_num_key_heads"] = nil
    var noLatent = Self.sparse()
    noLatent["kv_lora_rank"] = nil
    for config in [
      Self.hybrid(["layer_types": mamba]), Self.hybrid(["layer_types": linear]), lightning, noLatent,
      Self.hybrid(["ssm_state_size": 128]),
    ] {
      let error = #expect(throws: CatalogueError.self) { try read(config) }
      guard case .unsupported = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }
}
