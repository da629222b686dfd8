/// One place in the design space.
public struct Point: Codable, Sendable, Hashable {
  public var deployment: Deployment
  public var workload: Workload

  public init(deployment: Deployment, workload: Workload) {
    self.deployment = deployment
    self.workload = workload
  }
}

/// A 64-bit name of a point or deployment that never changes between runs, machines and versions.
public struct StableKey: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// As stored in SQLite: the same 64 bits, read as signed.
  public var rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(UInt64(bitPattern: rawValue), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Reads the sixteen digits of `description`.
  public init?(_ text: String) {
    guard text.count == 16, let bits = UInt64(text, radix: 16) else { return nil }
    rawValue = Int64(bitPattern: bits)
  }

  public static func < (left: StableKey, right: StableKey) -> Bool { left.rawValue < right.rawValue }
}

extension Deployment {
  /// The deployment as one line of `name=value`, in a fixed order. Part of the store's format: a change
  /// here needs a new `schema=` number.
  public var canonicalText: String {
    func text(_ role: String, _ pool: ServerPool) -> String {
      let server = pool.configuration
      let parallel = server.parallelism
      return "\(role)=\(pool.servers);tp=\(parallel.tp);dp=\(parallel.dp);pp=\(parallel.pp);"
        + "moe_tp=\(parallel.moeTP);ep=\(parallel.ep);max_batch_size=\(server.maxBatchSize);"
        + "max_num_tokens=\(server.maxNumTokens);kv_fraction=\(server.kvMemoryFraction);"
        + "chunked=\(server.chunkedPrefill ? 1 : 0);mtp=\(server.mtp);eplb=\(server.eplbSlots)"
    }
    let pools =
      switch topology {
      case .aggregated(let pool): text("agg", pool)
      case .disaggregated(let prefill, let decode): text("prefill", prefill) + ";" + text("decode", decode)
      }
    return "schema=1;system=\(system);model=\(model);engine=\(engine.rawValue);"
      + "gemm=\(quantization.gemm.rawValue);moe=\(quantization.moe.rawValue);"
      + "attention=\(quantization.attention.rawValue);kv=\(quantization.kvCache.rawValue);" + pools
  }

  public var stableKey: StableKey { StableKey(rawValue: StableHash.of(canonicalText)) }
}

extension Workload {
  /// The workload as one line of `name=value`, in a fixed order.
  public var canonicalText: String {
    let acceptance = mtpAcceptance.map { "\($0)" }.joined(separator: ",")
    return "isl=\(isl);osl=\(osl);range_ratio=\(rangeRatio);concurrency=\(concurrency);"
      + "shared_prefix=\(sharedPrefix);mtp_acceptance=\(acceptance)"
  }
}

extension Point {
  /// The key under which results of this point are stored.
  public var stableKey: StableKey { stableKey(deploymentKey: deployment.stableKey) }

  /// The same, for callers that hold the deployment's key already.
  public func stableKey(deploymentKey: StableKey) -> StableKey {
    StableKey(
      rawValue: StableHash.of(
        workload.canonicalText, seed: UInt64(bitPattern: deploymentKey.rawValue)))
  }
}

/// FNV-1a over UTF-8 with the 64-bit finaliser of MurmurHash3, so that nearby texts get distant keys.
public enum StableHash {
  public static func of(_ text: String, seed: UInt64 = 0) -> Int64 {
    var hash = fnv1a(text.utf8, seed: seed)
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return Int64(bitPattern: hash ^ (hash >> 33))
  }

  /// FNV-1a alone: nearby bytes get nearby hashes.
  public static func fnv1a(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }
}
