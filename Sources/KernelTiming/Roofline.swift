internal import ServingModel

/// The least time that a GPU can take: the larger of arithmetic and memory traffic.
struct Roofline: Sendable {
  let system: GPUSystem

  /// Share of the rates that good kernels reach where no measurement says more.
  static let memoryEfficiency = 0.8
  static let arithmeticEfficiency = 0.7
  /// A kernel's fixed time: launch in a CUDA graph, first loads, tail. Keeps ratios finite at tiny shapes.
  static let fixedMs = 0.002

  /// Milliseconds for so many floating-point operations in a format and so many bytes.
  func milliseconds(flops: Double, bytes: Double, format: NumberFormat) -> Double {
    max(flops / system.flops(format), bytes / system.memoryBytesPerSecond) * 1000 + Self.fixedMs
  }

  /// An estimate where no table helps: the same with the efficiencies of good kernels.
  func estimate(flops: Double, bytes: Double, format: NumberFormat) -> KernelTime {
    let arithmetic = flops / (system.flops(format) * Self.arithmeticEfficiency)
    let memory = bytes / (system.memoryBytesPerSecond * Self.memoryEfficiency)
    return KernelTime(max(arithmetic, memory) * 1000 + Self.fixedMs, .roofline)
  }

  /// Element-wise kernels: bytes read and written.
  func elementwise(bytes: Double) -> Double {
    bytes / (system.memoryBytesPerSecond * Self.memoryEfficiency) * 1000
  }
}
