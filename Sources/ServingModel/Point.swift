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
  /// of what is written needs a new `schema=` number.
  public var canonicalText: String {
    var text = CanonicalText()
    write(to: &text)
    return text.text
  }

  public var stableKey: StableKey {
    var hash = StableHash()
    write(to: &hash)
    return StableKey(rawValue: hash.value)
  }
}

extension Workload {
  /// The workload as one line of `name=value`, in a fixed order.
  public var canonicalText: String {
    var text = CanonicalText()
    write(to: &text)
    return text.text
  }
}

extension Point {
  /// The key under which results of this point are stored.
  public var stableKey: StableKey { stableKey(deploymentKey: deployment.stableKey) }

  /// The same, for callers that hold the deployment's key already.
  public func stableKey(deploymentKey: StableKey) -> StableKey {
    var hash = StableHash(seed: UInt64(bitPattern: deploymentKey.rawValue))
    workload.write(to: &hash)
    return StableKey(rawValue: hash.value)
  }
}
