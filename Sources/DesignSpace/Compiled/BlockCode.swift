internal import ServingModel

/// One dimension of a block: a key, or keys that vary together.
struct BlockAxis: Sendable, Hashable {
  var name: String
  var count: Int
}

/// Gives one slot its value.
struct Step: Sendable {
  enum Kind: Sendable { case single, axis, conditional }

  var kind: Kind
  var slot: Int
  /// The axis that chooses among the programs; -1 where there is one.
  var digit: Int
  /// First of the programs, one a value.
  var first: Int
  /// Programs of a conditional value.
  var when = -1
  var otherwise = -1
}

/// A rule of the space.
struct Check: Sendable {
  var program: Int
  var rejection: Rejection
}

/// Slots of one server pool.
struct PoolLayout: Sendable {
  var role: ServerRole
  var servers, tp, dp, pp, ep, moeTP, batch, tokens, fraction, chunked, mtp, eplb: Int

  init(_ role: ServerRole, slots: [String: Int]) {
    func slot(_ key: String) -> Int { slots["\(role.rawValue).\(key)"] ?? 0 }
    self.role = role
    servers = slot("servers")
    tp = slot("tp")
    dp = slot("dp")
    pp = slot("pp")
    ep = slot("ep")
    moeTP = slot("moe_tp")
    batch = slot("max_batch_size")
    tokens = slot("max_num_tokens")
    fraction = slot("kv_fraction")
    chunked = slot("chunked_prefill")
    mtp = slot("mtp")
    eplb = slot("eplb_slots")
  }
}

/// Slots that make a point, and the ranges that their values must keep.
struct SlotLayout: Sendable {
  struct Bound: Sendable {
    var slot: Int
    var key: String
    var low: Double
    var high: Double
    var isWhole: Bool
    var words: String
  }

  var pools: [PoolLayout]
  var system, model, engine, quantization, isl, osl, rangeRatio, concurrency, sharedPrefix, acceptance: Int
  var bounds: [Bound]

  init(slots: [String: Int] = [:], isDisaggregated: Bool = false) {
    func slot(_ key: String) -> Int { slots[key] ?? 0 }
    let roles: [ServerRole] = isDisaggregated ? [.prefill, .decode] : [.server]
    pools = roles.map { PoolLayout($0, slots: slots) }
    system = slot("system")
    model = slot("model")
    engine = slot("engine")
    quantization = slot("quantization")
    isl = slot("isl")
    osl = slot("osl")
    rangeRatio = slot("range_ratio")
    concurrency = slot("concurrency")
    sharedPrefix = slot("shared_prefix")
    acceptance = slot("mtp_acceptance")
    bounds = slots.keys.sorted { (KeyTable.rank($0), $0) < (KeyTable.rank($1), $1) }.compactMap { key in
      guard let slot = slots[key], let kind = KeyTable.kind(key) else { return nil }
      switch kind {
      case .whole(let range):
        return Bound(
          slot: slot, key: key, low: Double(range.lowerBound), high: Double(range.upperBound), isWhole: true,
          words: kind.words)
      case .real(let range):
        return Bound(
          slot: slot, key: key, low: range.lowerBound, high: range.upperBound, isWhole: false,
          words: kind.words)
      default: return nil
      }
    }
  }
}

/// A block as instructions.
struct BlockCode: Sendable {
  var code: [Instruction] = []
  var programs: [Program] = []
  var steps: [Step] = []
  var checks: [Check] = []
  var axes: [BlockAxis] = []
  var slotCount = 0
  var isDisaggregated = false
  var layout = SlotLayout()

  /// Appends a program and gives its index.
  mutating func add(_ program: Program) -> Int {
    programs.append(program)
    return programs.count - 1
  }
}
