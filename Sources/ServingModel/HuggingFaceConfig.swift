public import Foundation

extension ModelArchitecture {
  /// Largest count or size that is read: a few times that of any model, and small enough that no product of
  /// three overflows.
  static let largestSize = 1 << 20

  /// Reads a Hugging Face `config.json`.
  ///
  /// - Parameters:
  ///   - name: name to give the model.
  ///   - configJSON: the file's bytes. Multimodal models are read from their `text_config`.
  /// - Throws: ``CatalogueError`` that names the field.
  public init(name: String, configJSON: Data) throws(CatalogueError) {
    let object: Any
    do {
      object = try JSONSerialization.jsonObject(with: configJSON)
    } catch {
      throw .notJSON(model: name, detail: "it cannot be parsed")
    }
    guard let dictionary = object as? [String: Any] else {
      throw .notJSON(model: name, detail: "its top level is not an object")
    }
    try self.init(name: name, config: dictionary)
  }

  init(name: String, config outer: [String: Any]) throws(CatalogueError) {
    var config = outer
    if let text = outer["text_config"] as? [String: Any] {
      config = text
      for shared in ["quantization_config", "tie_word_embeddings"] {
        config[shared] = text[shared] ?? outer[shared]
      }
    }
    let reader = ConfigReader(model: name, config: config)
    let layers = try reader.required("num_hidden_layers")
    try reader.refuseStateSpaceLayers()
    let linear = try reader.gatedDeltaNet(layers: layers)
    let attentionLayers = layers - (linear?.layers ?? 0)
    let moe = try reader.mixtureOfExperts(layers: layers)
    let denseLayers = layers - (moe?.layers ?? 0)
    let mtp = try reader.firstOf(["num_nextn_predict_layers", "mtp_num_hidden_layers", "num_mtp_modules"])
    try self.init(
      name: name, layers: layers, hiddenSize: reader.required("hidden_size"),
      vocabularySize: reader.required("vocab_size"), attention: reader.attention(layers: attentionLayers),
      outputGate: reader.hasOutputGate, linearAttention: linear, indexer: reader.sparseIndexer(),
      denseIntermediateSize: denseLayers > 0 ? reader.required("intermediate_size") : 0,
      denseLayers: denseLayers, moe: moe, mtpLayers: mtp ?? 0,
      tiedEmbeddings: config["tie_word_embeddings"] as? Bool ?? false,
      checkpoint: reader.checkpoint())
  }
}

/// Reads the fields of one configuration, with errors that name them.
struct ConfigReader {
  let model: String
  let config: [String: Any]

  func required(_ field: String) throws(CatalogueError) -> Int {
    guard let value = try optional(field, atLeast: 1) else { throw .missingField(model: model, field: field) }
    return value
  }

  func optional(_ field: String, atLeast minimum: Int) throws(CatalogueError) -> Int? {
    guard let raw = config[field], !(raw is NSNull) else { return nil }
    guard let number = raw as? NSNumber, let value = Int(exactly: number.doubleValue), value >= minimum,
      value <= ModelArchitecture.largestSize
    else { throw .badField(model: model, field: field, found: "\(raw)") }
    return value
  }

  func firstOf(_ fields: [String]) throws(CatalogueError) -> Int? {
    for field in fields {
      if let value = try optional(field, atLeast: 0), value > 0 { return value }
    }
    return nil
  }

  func refuseStateSpaceLayers() throws(CatalogueError) {
    if config["ssm_state_size"] != nil || config["mamba_d_state"] != nil {
      throw .unsupported(model: model, what: "a state-space layer")
    }
  }

  func attention(layers: Int) throws(CatalogueError) -> ModelArchitecture.Attention {
    let heads = try required("num_attention_heads")
    if config["kv_lora_rank"] != nil {
      return .latent(
        heads: heads, queryRank: try optional("q_lora_rank", atLeast: 0) ?? 0,
        kvRank: try required("kv_lora_rank"), nopeHeadDim: try required("qk_nope_head_dim"),
        ropeHeadDim: try required("qk_rope_head_dim"), valueHeadDim: try required("v_head_dim"))
    }
    let hidden = try required("hidden_size")
    let types = config["layer_types"] as? [String] ?? []
    let windowOff = (config["use_sliding_window"] as? Bool) == false
    let window = windowOff ? 0 : try optional("sliding_window", atLeast: 0) ?? 0
    let sliding = types.filter { $0 == "sliding_attention" }.count
    let headDim = try optional("head_dim", atLeast: 1) ?? hidden / heads
    guard headDim > 0 else {
      throw .badField(
        model: model, field: "num_attention_heads", found: "\(heads), above hidden_size \(hidden)")
    }
    return .groupedQuery(
      heads: heads, kvHeads: try optional("num_key_value_heads", atLeast: 1) ?? heads,
      headDim: headDim, slidingWindow: window,
      slidingLayers: window == 0 ? 0 : types.isEmpty ? layers : sliding)
  }

  func mixtureOfExperts(layers: Int) throws(CatalogueError) -> ModelArchitecture.MixtureOfExperts? {
    let names = ["n_routed_experts", "num_local_experts", "num_experts"]
    guard let experts = try firstOf(names), experts > 1 else { return nil }
    guard let chosen = try firstOf(["num_experts_per_tok", "experts_per_token"]) else {
      throw .missingField(model: model, field: "num_experts_per_tok")
    }
    let own = try firstOf(["moe_intermediate_size", "intermediate_size"])
    guard let inner = own else { throw .missingField(model: model, field: "moe_intermediate_size") }
    let sharedExperts = try firstOf(["n_shared_experts"]) ?? 0
    let sharedSize = try firstOf(["shared_expert_intermediate_size", "shared_intermediate_size"])
    let shared = sharedSize ?? sharedExperts * inner
    let firstDense = try optional("first_k_dense_replace", atLeast: 0) ?? 0
    let step = try firstOf(["decoder_sparse_step", "moe_layer_freq"]) ?? 1
    let sparse = max(0, layers - firstDense) / step
    return .init(
      experts: experts, expertsPerToken: chosen, intermediateSize: inner, sharedIntermediateSize: shared,
      layers: sparse)
  }

  /// Formats of the checkpoint, from `quantization_config` (or ModelOpt's `hf_quant_config.json` merged in).
  func checkpoint() -> Quantization? {
    guard let quantization = config["quantization_config"] as? [String: Any] else { return nil }
    let method = (quantization["quant_method"] as? String ?? "").lowercased()
    let algorithm = (quantization["quant_algo"] as? String ?? "").uppercased()
    switch method {
    case "mxfp4": return Quantization(gemm: .bf16, moe: .mxfp4, kvCache: .bf16)
    case "fp8":
      let format: NumberFormat = quantization["weight_block_size"] == nil ? .fp8 : .fp8Block
      return Quantization(gemm: format, moe: format, kvCache: .bf16)
    case "compressed-tensors" where (quantization["format"] as? String) == "pack-quantized":
      return Quantization(gemm: .bf16, moe: .int4, kvCache: .bf16)
    default:
      if algorithm.contains("NVFP4") || algorithm.contains("FP4") {
        return Quantization(gemm: .nvfp4, moe: .nvfp4, kvCache: .fp8)
      }
      if algorithm.contains("FP8") { return Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8) }
      return nil
    }
  }
}
