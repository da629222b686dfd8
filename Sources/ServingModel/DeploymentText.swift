extension Deployment {
  /// Reads a deployment back from its ``canonicalText``, so that a store keeps one form of it, not two.
  /// Nil where a field is missing or not of its type.
  public init?(canonicalText: String) {
    let fields = CanonicalFields(canonicalText)
    guard fields["schema"] == "1", let system = fields["system"], let model = fields["model"],
      let engine = fields["engine"].flatMap({ Engine(rawValue: String($0)) }),
      let gemm = fields.format("gemm"), let moe = fields.format("moe"),
      let attention = fields.format("attention"), let cache = fields.format("kv")
    else { return nil }
    let topology: Topology
    if let pool = fields.pool("agg") {
      topology = .aggregated(pool)
    } else if let prefill = fields.pool("prefill"), let decode = fields.pool("decode") {
      topology = .disaggregated(prefill: prefill, decode: decode)
    } else {
      return nil
    }
    self.init(
      system: String(system), model: String(model), engine: engine,
      quantization: Quantization(gemm: gemm, moe: moe, attention: attention, kvCache: cache),
      topology: topology)
  }
}

/// `name=value` pairs in their order. Names repeat: each pool starts with its role and has its own fields.
private struct CanonicalFields {
  private let pairs: [(name: Substring, value: Substring)]

  init(_ text: String) {
    pairs = text.split(separator: ";").compactMap { field in
      guard let sign = field.firstIndex(of: "=") else { return nil }
      return (field[..<sign], field[field.index(after: sign)...])
    }
  }

  subscript(_ name: String) -> Substring? { pairs.first { $0.name == name }?.value }

  func format(_ name: String) -> NumberFormat? {
    self[name].flatMap { NumberFormat(rawValue: String($0)) }
  }

  func pool(_ role: String) -> ServerPool? {
    guard let start = pairs.firstIndex(where: { $0.name == role }) else { return nil }
    func value(_ name: String) -> Substring? { pairs[start...].first { $0.name == name }?.value }
    func number(_ name: String) -> Int? { value(name).flatMap { Int($0) } }
    guard let servers = number(role), let tp = number("tp"), let dp = number("dp"),
      let pp = number("pp"), let moeTP = number("moe_tp"), let ep = number("ep"),
      let batch = number("max_batch_size"), let tokens = number("max_num_tokens"),
      let fraction = value("kv_fraction").flatMap({ Double($0) }), let chunked = number("chunked"),
      let mtp = number("mtp"), let slots = number("eplb")
    else { return nil }
    return ServerPool(
      servers: servers,
      configuration: ServerConfiguration(
        parallelism: Parallelism(tp: tp, dp: dp, pp: pp, moeTP: moeTP, ep: ep), maxBatchSize: batch,
        maxNumTokens: tokens, kvMemoryFraction: fraction, chunkedPrefill: chunked == 1, mtp: mtp,
        eplbSlots: slots))
  }
}
