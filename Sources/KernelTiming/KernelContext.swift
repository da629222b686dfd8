internal import ServingModel

/// Where kernels run: the tables, and the rows of the asked system and engine in them.
struct KernelContext: Sendable {
  let tables: PackedTables
  let system: GPUSystem
  let roofline: Roofline
  let engine: Engine
  /// Row of the system in the tables; none where every time is a roofline estimate.
  let systemCode: Int?

  init(tables: PackedTables, system: GPUSystem, engine: Engine) {
    self.tables = tables
    self.engine = engine
    self.system = system
    roofline = Roofline(system: system)
    systemCode = system.hasMeasuredKernels ? KernelCode.system(system.name) : nil
  }

  /// Engine codes to look under: the asked engine, then the others, whose kernels do the same work.
  var engineCodes: [Int] {
    let own = KernelCode.engine(engine)
    return [own] + (0..<3).filter { $0 != own }
  }
}

/// A measured curve near the asked shape.
struct NearbyCurve {
  let grid: KernelGrid
  let key: [Int]
  /// Octaves between the shapes, summed over their sizes.
  let distance: Double
  let ownEngine: Bool

  /// Confidence of a value that was moved from this curve to the asked shape. The very shape under another
  /// engine stands for the same library's kernel, but was not measured under this one.
  var confidence: Confidence {
    if distance == 0 && ownEngine { return .measured }
    return distance <= 2 ? .interpolated : .extrapolated
  }
}

extension KernelContext {
  /// The nearest curve of each engine, of those that are nearest of all.
  ///
  /// Matrix and expert kernels come from libraries that all engines link (cuBLAS, CUTLASS, DeepGEMM, FlashInfer
  /// with TensorRT-LLM's generated kernels), and some rows hold an engine's Python launch instead of the kernel
  /// (0.17 ms for any FP8 block multiplication of vLLM on Blackwell, where the same kernel takes 0.01 ms under
  /// the others). So the fastest of the three stands for what a tuned server runs.
  func nearestOfEachEngine(_ table: KernelTable, fixed: [Int], sizes: [Int]) -> [NearbyCurve] {
    guard let systemCode else { return [] }
    let found = engineCodes.enumerated().compactMap { rank, code in
      curve(table, prefix: [systemCode, code] + fixed, sizes: sizes, ownEngine: rank == 0)
    }
    let distance = found.map(\.distance).min() ?? 0
    return found.filter { $0.distance <= distance }
  }

  /// The curve of an exact key for the engine, else the nearest one by sizes, else another engine's.
  ///
  /// - Parameters:
  ///   - fixed: key columns that must agree, after system and engine.
  ///   - sizes: the remaining columns, which may differ.
  func nearest(_ table: KernelTable, fixed: [Int], sizes: [Int]) -> NearbyCurve? {
    guard let systemCode else { return nil }
    for (rank, code) in engineCodes.enumerated() {
      let prefix = [systemCode, code] + fixed
      if let found = curve(table, prefix: prefix, sizes: sizes, ownEngine: rank == 0) { return found }
    }
    return nil
  }

  private func curve(_ table: KernelTable, prefix: [Int], sizes: [Int], ownEngine: Bool) -> NearbyCurve? {
    let exact = tables.curves(table, startingWith: prefix + sizes)
    if !exact.isEmpty {
      return NearbyCurve(
        grid: tables.grid(table, at: exact.lowerBound), key: prefix + sizes, distance: 0, ownEngine: ownEngine
      )
    }
    var best: (index: Int, key: [Int], distance: Double)?
    for index in tables.curves(table, startingWith: prefix) {
      let key = tables.key(table, index)
      var distance = 0.0
      for (column, wanted) in sizes.enumerated() {
        distance += Octaves.between(key[prefix.count + column], wanted)
      }
      if distance < best?.distance ?? .infinity { best = (index, key, distance) }
    }
    guard let best else { return nil }
    return NearbyCurve(
      grid: tables.grid(table, at: best.index), key: best.key, distance: best.distance, ownEngine: ownEngine)
  }
}
