/// A GPU type with its node and network.
public struct GPUSystem: Codable, Sendable, Hashable {
  /// Name in files and flags, for example `gb200`.
  public var name: String
  /// Device memory, bytes.
  public var memoryBytes: Double
  /// Device memory bandwidth, bytes/s.
  public var memoryBytesPerSecond: Double
  /// Dense tensor-core rate by format, FLOP/s. A format that the GPU lacks is absent.
  public var flopsPerSecond: [NumberFormat: Double]
  /// CUDA compute capability times ten (90 Hopper, 100 Blackwell); 0 where not known.
  public var smVersion: Int
  public var gpusPerNode: Int
  /// GPUs in one NVLink domain: 72 for an NVL72 rack, else one node.
  public var gpusPerNVLinkDomain: Int
  /// NVLink (or PCIe) bandwidth per GPU, one way, bytes/s.
  public var nvlinkBytesPerSecond: Double
  /// Network bandwidth per GPU beyond the NVLink domain, one way, bytes/s.
  public var networkBytesPerSecond: Double
  /// Latency of a point-to-point message, seconds.
  public var linkLatencySeconds: Double
  /// Board power, watts.
  public var watts: Double
  /// Whether measured kernel tables exist; else every time is a roofline estimate.
  public var hasMeasuredKernels: Bool

  public init(
    name: String, memoryBytes: Double, memoryBytesPerSecond: Double, flopsPerSecond: [NumberFormat: Double],
    smVersion: Int, gpusPerNode: Int, gpusPerNVLinkDomain: Int, nvlinkBytesPerSecond: Double,
    networkBytesPerSecond: Double, linkLatencySeconds: Double, watts: Double, hasMeasuredKernels: Bool
  ) {
    self.name = name
    self.memoryBytes = memoryBytes
    self.memoryBytesPerSecond = memoryBytesPerSecond
    self.flopsPerSecond = flopsPerSecond
    self.smVersion = smVersion
    self.gpusPerNode = gpusPerNode
    self.gpusPerNVLinkDomain = gpusPerNVLinkDomain
    self.nvlinkBytesPerSecond = nvlinkBytesPerSecond
    self.networkBytesPerSecond = networkBytesPerSecond
    self.linkLatencySeconds = linkLatencySeconds
    self.watts = watts
    self.hasMeasuredKernels = hasMeasuredKernels
  }

  /// Tensor-core rate for a format, falling back to the next wider format that the GPU has.
  public func flops(_ format: NumberFormat) -> Double {
    let chain: [NumberFormat] =
      switch format.arithmetic {
      case .nvfp4: [.nvfp4, .fp8, .bf16]
      case .fp8: [.fp8, .bf16]
      default: [.bf16]
      }
    for candidate in chain {
      if let rate = flopsPerSecond[candidate] { return rate }
    }
    return 1e14
  }

  /// Bandwidth per GPU, one way, between so many GPUs: NVLink within its domain, else the network. Bytes/s.
  public func linkBytesPerSecond(among gpus: Int) -> Double {
    gpus <= gpusPerNVLinkDomain ? nvlinkBytesPerSecond : networkBytesPerSecond
  }

  /// Whether the GPU multiplies this format in its tensor cores.
  public func supports(_ format: NumberFormat) -> Bool {
    flopsPerSecond[format.arithmetic] != nil
  }
}
