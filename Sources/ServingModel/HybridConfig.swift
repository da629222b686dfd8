internal import Foundation

/// Linear and sparse attention in a Hugging Face configuration.
extension ConfigReader {
  /// The layers with a gated delta net (Qwen3-Next, Qwen3.5), of `layers` in all; none where all have attention.
  /// - Throws: ``CatalogueError`` for fields that are missing or at odds, and for other kinds of linear attention.
  func gatedDeltaNet(layers: Int) throws(CatalogueError) -> GatedDeltaNet? {
    let types = config["layer_types"] as? [String] ?? []
    guard let keyHeads = try optional("linear_num_key_heads", atLeast: 1) else {
      if types.contains("linear_attention") || config["linear_attn_config"] != nil {
        throw .unsupported(model: model, what: "linear attention other than a gated delta net")
      }
      return nil
    }
    let valueHeads = try required("linear_num_value_heads")
    if valueHeads % keyHeads != 0 {
      throw .inconsistent(
        model: model, field: "linear_num_value_heads",
        detail: "is \(valueHeads), which \(keyHeads) key heads do not divide")
    }
    return GatedDeltaNet(
      layers: try linearLayers(of: layers, types: types), keyHeads: keyHeads,
      keyHeadDim: try required("linear_key_head_dim"), valueHeads: valueHeads,
      valueHeadDim: try required("linear_value_head_dim"),
      convolutionWidth: try required("linear_conv_kernel_dim"))
  }

  /// Layers with linear attention: counted in `layer_types`, else all but every `full_attention_interval`-th.
  private func linearLayers(of layers: Int, types: [String]) throws(CatalogueError) -> Int {
    if config["layer_types"] == nil || config["layer_types"] is NSNull {
      let full = layers / (try required("full_attention_interval"))
      guard full >= 1 else {
        throw .inconsistent(
          model: model, field: "full_attention_interval", detail: "is above the \(layers) layers")
      }
      return layers - full
    }
    guard types.count == layers else {
      throw .inconsistent(
        model: model, field: "layer_types", detail: "names \(types.count) layers, not \(layers)")
    }
    let known = ["linear_attention", "full_attention", "sliding_attention"]
    if let other = types.first(where: { !known.contains($0) }) {
      throw .unsupported(model: model, what: "a layer of type `\(other)`")
    }
    let linear = types.filter { $0 == "linear_attention" }.count
    guard linear < layers else {
      throw .unsupported(model: model, what: "a model without full attention")
    }
    return linear
  }

  /// Qwen3-Next has the gate without a field for it.
  var hasOutputGate: Bool {
    config["attn_output_gate"] as? Bool ?? (config["model_type"] as? String == "qwen3_next")
  }

  /// The indexer of sparse latent attention (DeepSeek-V3.2, GLM-5); none where attention sees all tokens.
  /// - Throws: ``CatalogueError`` for a field that is missing, and for sparse attention of another kind.
  func sparseIndexer() throws(CatalogueError) -> SparseIndexer? {
    guard let topK = try optional("index_topk", atLeast: 1) else { return nil }
    guard config["kv_lora_rank"] != nil else {
      throw .unsupported(model: model, what: "sparse attention without latent attention")
    }
    return SparseIndexer(
      heads: try required("index_n_heads"), headDim: try required("index_head_dim"), topK: topK)
  }
}
