internal import ServingModel

/// Messages between the GPUs of one server.
struct CollectiveTimes: Sendable {
  private let kernels: KernelContext
  private let gpus: Int
  private let custom: Table?
  private let gather: Table?
  private let scatter: Table?

  private struct Table: Sendable {
    var grid: KernelGrid
    var gpus: Int
    var confidence: Confidence
  }

  /// - Parameter gpus: GPUs that take part.
  init(_ kernels: KernelContext, gpus: Int) {
    self.kernels = kernels
    self.gpus = gpus
    // Inside CUDA graphs or behind asynchronous launches: the graph timing is the kernel's own.
    custom = Self.customTable(kernels, gpus: gpus)
    gather = Self.ncclTable(kernels, operation: 1, gpus: gpus)
    scatter = Self.ncclTable(kernels, operation: 2, gpus: gpus)
  }

  private static func customTable(_ kernels: KernelContext, gpus: Int) -> Table? {
    guard let system = kernels.systemCode, gpus > 1 else { return nil }
    var best: Table?
    for engine in kernels.engineCodes {
      for index in kernels.tables.curves(.allReduce, startingWith: [system, engine]) {
        let key = kernels.tables.key(.allReduce, index)
        guard key[3] == 1 else { continue }
        let distance = Octaves.between(key[2], gpus)
        if distance < best.map({ Octaves.between($0.gpus, gpus) }) ?? .infinity {
          let own = engine == KernelCode.engine(kernels.engine)
          best = Table(
            grid: kernels.tables.grid(.allReduce, at: index), gpus: key[2],
            confidence: distance > 0 ? .extrapolated : own ? .measured : .interpolated)
        }
      }
      if best?.gpus == gpus { return best }
    }
    return best
  }

  private static func ncclTable(_ kernels: KernelContext, operation: Int, gpus: Int) -> Table? {
    guard let system = kernels.systemCode, gpus > 1 else { return nil }
    let range = kernels.tables.curves(.nccl, startingWith: [system, operation])
    guard
      let index = range.min(by: {
        Octaves.between(kernels.tables.key(.nccl, $0)[2], gpus)
          < Octaves.between(kernels.tables.key(.nccl, $1)[2], gpus)
      })
    else { return nil }
    let found = kernels.tables.key(.nccl, index)[2]
    return Table(
      grid: kernels.tables.grid(.nccl, at: index), gpus: found,
      confidence: found == gpus ? .measured : .extrapolated)
  }

  /// Sum over all GPUs of `elements` 16-bit values on each.
  func allReduce(elements: Double) -> KernelTime {
    guard gpus > 1, elements > 0 else { return .zero }
    return time(custom, elements: elements, passes: 2)
  }

  /// Every GPU gets the `elements` 16-bit values that all hold together.
  func allGather(elements: Double) -> KernelTime {
    guard gpus > 1, elements > 0 else { return .zero }
    return time(gather, elements: elements, passes: 1)
  }

  /// Every GPU gets its share of the sum over GPUs of `elements` 16-bit values.
  func reduceScatter(elements: Double) -> KernelTime {
    guard gpus > 1, elements > 0 else { return .zero }
    return time(scatter, elements: elements, passes: 1)
  }

  private func time(_ table: Table?, elements: Double, passes: Double) -> KernelTime {
    let own = shape(elements, gpus, passes)
    guard let table else { return KernelTime(own / Roofline.memoryEfficiency, .roofline) }
    let time = table.grid.time(elements) { shape($0, table.gpus, passes) }
    return (time * (own / shape(elements, table.gpus, passes))).atBest(table.confidence)
  }

  /// Time on the wire: `passes` times (g - 1) / g of the bytes, and a latency that grows with the GPUs.
  private func shape(_ elements: Double, _ gpus: Int, _ passes: Double) -> Double {
    let system = kernels.system
    let inside = gpus <= system.gpusPerNVLinkDomain
    let rate = system.linkBytesPerSecond(among: gpus)
    let share = Double(gpus - 1) / Double(gpus)
    let latency = inside ? 0.004 + 0.0005 * Double(gpus) : 0.015 + 0.002 * Double(gpus)
    return passes * share * 2 * elements / rate * 1000 + latency
  }

  /// One message to the next pipeline stage.
  static func pointToPoint(_ system: GPUSystem, gpusApart: Int, bytes: Double) -> Double {
    bytes / system.linkBytesPerSecond(among: gpusApart) * 1000 + system.linkLatencySeconds * 1000
  }
}
