extension Deployment {
  /// Reads a deployment back from its ``canonicalText``, so that a store keeps one form of it, not two.
  /// Nil where a field is missing, not of its type or not in its place.
  public init?(canonicalText: String) {
    var text = canonicalText
    let read = text.withUTF8 { bytes in
      var fields = CanonicalFields(bytes)
      return Deployment(&fields)
    }
    guard let read else { return nil }
    self = read
  }

  private init?(_ fields: inout CanonicalFields) {
    guard fields.text("schema") == "1", let system = fields.text("system"), let model = fields.text("model"),
      let engine = fields.text("engine").flatMap(Engine.init(rawValue:)), let gemm = fields.format("gemm"),
      let moe = fields.format("moe"), let attention = fields.format("attention"),
      let cache = fields.format("kv")
    else { return nil }
    let topology: Topology
    if let pool = fields.pool("agg") {
      topology = .aggregated(pool)
    } else if let prefill = fields.pool("prefill"), let decode = fields.pool("decode") {
      topology = .disaggregated(prefill: prefill, decode: decode)
    } else {
      return nil
    }
    guard fields.isAtEnd else { return nil }
    self.init(
      system: system, model: model, engine: engine,
      quantization: Quantization(gemm: gemm, moe: moe, attention: attention, kvCache: cache),
      topology: topology)
  }
}

/// Takes `name=value` fields one after the other, in the order in which they were written. Bytes, not
/// characters: a report reads one text for each of its deployments, which are thousands.
private struct CanonicalFields {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  /// The value of the next field, where it has this name; else nil, and the field stays.
  private mutating func next(_ name: StaticString) -> Slice<UnsafeBufferPointer<UInt8>>? {
    let start = position + name.utf8CodeUnitCount + 1
    guard start <= bytes.count, bytes[start - 1] == UInt8(ascii: "=") else { return nil }
    for index in 0..<name.utf8CodeUnitCount where bytes[position + index] != name.utf8Start[index] {
      return nil
    }
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: ";") { end += 1 }
    position = end + 1
    return bytes[start..<end]
  }

  mutating func text(_ name: StaticString) -> String? {
    next(name).map { String(decoding: $0, as: UTF8.self) }
  }

  mutating func format(_ name: StaticString) -> NumberFormat? {
    text(name).flatMap(NumberFormat.init(rawValue:))
  }

  private mutating func number(_ name: StaticString) -> Int? {
    guard let digits = next(name), (1...18).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = 10 * value + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }

  mutating func pool(_ role: StaticString) -> ServerPool? {
    guard let servers = number(role), let tp = number("tp"), let dp = number("dp"), let pp = number("pp"),
      let moeTP = number("moe_tp"), let ep = number("ep"), let batch = number("max_batch_size"),
      let tokens = number("max_num_tokens"), let fraction = text("kv_fraction").flatMap(Double.init),
      let chunked = number("chunked"), let mtp = number("mtp"), let slots = number("eplb")
    else { return nil }
    return ServerPool(
      servers: servers,
      configuration: ServerConfiguration(
        parallelism: Parallelism(tp: tp, dp: dp, pp: pp, moeTP: moeTP, ep: ep), maxBatchSize: batch,
        maxNumTokens: tokens, kvMemoryFraction: fraction, chunkedPrefill: chunked == 1, mtp: mtp,
        eplbSlots: slots))
  }
}
