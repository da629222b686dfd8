internal import ServingModel

/// The least time that a GPU can take: the larger of arithmetic and memory traffic.
///
/// Plain numbers: it is part of every kernel's times, and asked millions of times.
struct Roofline: Sendable, BitwiseCopyable {
  private let memoryBytesPerSecond: Double
  private let fourBitFlops: Double
  private let eightBitFlops: Double
  private let sixteenBitFlops: Double

  /// Share of the rates that good kernels reach where no measurement says more.
  static let memoryEfficiency = 0.8
  static let arithmeticEfficiency = 0.7
  /// A kernel's fixed time: launch in a CUDA graph, first loads, tail. Keeps ratios finite at tiny shapes.
  static let fixedMs = 0.002

  init(system: GPUSystem) {
    memoryBytesPerSecond = system.memoryBytesPerSecond
    fourBitFlops = system.flops(.nvfp4)
    eightBitFlops = system.flops(.fp8)
    sixteenBitFlops = system.flops(.bf16)
  }

  private func rate(_ format: NumberFormat) -> Double {
    switch format.arithmetic {
    case .nvfp4: fourBitFlops
    case .fp8: eightBitFlops
    default: sixteenBitFlops
    }
  }

  /// Milliseconds for so many floating-point operations in a format and so many bytes.
  func milliseconds(flops: Double, bytes: Double, format: NumberFormat) -> Double {
    max(flops / rate(format), bytes / memoryBytesPerSecond) * 1000 + Self.fixedMs
  }

  /// An estimate where no table helps: the same with the efficiencies of good kernels.
  func estimate(flops: Double, bytes: Double, format: NumberFormat) -> KernelTime {
    let arithmetic = flops / (rate(format) * Self.arithmeticEfficiency)
    let memory = bytes / (memoryBytesPerSecond * Self.memoryEfficiency)
    return KernelTime(max(arithmetic, memory) * 1000 + Self.fixedMs, .roofline)
  }

  /// Element-wise kernels: bytes read and written.
  func elementwise(bytes: Double) -> Double {
    bytes / (memoryBytesPerSecond * Self.memoryEfficiency) * 1000
  }
}
