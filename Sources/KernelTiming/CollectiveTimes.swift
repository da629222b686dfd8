internal import ServingModel

/// Messages between the GPUs of one server.
struct CollectiveTimes: Sendable {
  private let link: Link
  private let gpus: Int
  private let custom: Table?
  private let gather: Table?
  private let scatter: Table?

  private struct Table: Sendable {
    var grid: KernelGrid
    var gpus: Int
    var confidence: Confidence
  }

  /// Bandwidths in plain numbers, which every question asks for.
  private struct Link: Sendable, BitwiseCopyable {
    let domain: Int
    let insideBytesPerSecond: Double
    let outsideBytesPerSecond: Double

    init(_ system: GPUSystem) {
      domain = system.gpusPerNVLinkDomain
      insideBytesPerSecond = system.nvlinkBytesPerSecond
      outsideBytesPerSecond = system.networkBytesPerSecond
    }
  }

  /// - Parameter gpus: GPUs that take part.
  init(_ kernels: KernelContext, gpus: Int) {
    link = Link(kernels.system)
    self.gpus = gpus
    // Inside CUDA graphs or behind asynchronous launches: the graph timing is the kernel's own.
    custom = Self.customTable(kernels, gpus: gpus)
    gather = Self.ncclTable(kernels, operation: 1, gpus: gpus)
    scatter = Self.ncclTable(kernels, operation: 2, gpus: gpus)
  }

  private static func customTable(_ kernels: KernelContext, gpus: Int) -> Table? {
    guard let system = kernels.systemCode, gpus > 1 else { return nil }
    var best: (index: Int, gpus: Int, distance: Double, own: Bool)?
    for engine in kernels.engineCodes where best?.distance != 0 {
      for index in kernels.tables.curves(.allReduce, startingWith: [system, engine]) {
        let key = kernels.tables.key(.allReduce, index)
        guard key[3] == 1 else { continue }
        let distance = Octaves.between(key[2], gpus)
        if distance < best?.distance ?? .infinity {
          best = (index, key[2], distance, engine == KernelCode.engine(kernels.engine))
        }
      }
    }
    return best.map { best in
      Table(
        grid: kernels.tables.grid(.allReduce, at: best.index), gpus: best.gpus,
        confidence: best.distance > 0 ? .extrapolated : best.own ? .measured : .interpolated)
    }
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
    let inside = gpus <= link.domain
    let rate = inside ? link.insideBytesPerSecond : link.outsideBytesPerSecond
    let share = Double(gpus - 1) / Double(gpus)
    let latency = inside ? 0.004 + 0.0005 * Double(gpus) : 0.015 + 0.002 * Double(gpus)
    return passes * share * 2 * elements / rate * 1000 + latency
  }

  /// One message to the next pipeline stage.
  static func pointToPoint(_ system: GPUSystem, gpusApart: Int, bytes: Double) -> Double {
    bytes / system.linkBytesPerSecond(among: gpusApart) * 1000 + system.linkLatencySeconds * 1000
  }
}
