public import ServingModel

/// Compiles the iteration times of one server from the measured kernels.
public struct ServerCompiler: Sendable {
  private let tables: PackedTables

  public init(tables: PackedTables = .embedded) { self.tables = tables }

  /// Names the tables; kept with every result.
  public var version: String { tables.version }

  /// Compiles a server, whatever its role: a prefill server's decode part is never asked for.
  public func iterationTimes(
    model: ModelArchitecture, system: GPUSystem, engine: Engine, quantization: Quantization,
    server: ServerConfiguration, factors: TimingFactors
  ) -> IterationTimes {
    let kernels = KernelContext(tables: tables, system: system, engine: engine)
    let times = ModelTimes(
      kernels, model: model, quantization: quantization, parallelism: server.parallelism,
      balancedExperts: server.eplbSlots > 0)
    let compiler = IterationCompiler(
      model: model, system: system, times: times, factors: factors, server: server)
    return compiler.compile()
  }

  /// Delays of a request outside of iterations.
  public func requestDelays(_ factors: TimingFactors, isl: Int) -> RequestDelays {
    RequestDelays(
      arrivalMs: factors.arrivalMs + factors.arrivalTokenMs * Double(isl),
      spacingMs: factors.arrivalSpacingMs,
      firstTokenMs: factors.firstTokenMs)
  }

  /// Time to move one request's cache from a prefill to a decode server.
  public func transfer(
    model: ModelArchitecture, system: GPUSystem, quantization: Quantization, prefill: Parallelism,
    decode: Parallelism
  ) -> TransferTime {
    // All GPUs of the smaller side send or receive their part at once; MLA's cache is whole on each rank.
    let whole = Parallelism(tp: 1)
    let bytes = MemoryModel.kvBytesPerToken(model: model, quantization: quantization, parallelism: whole)
    var lanes = Double(min(prefill.tp * prefill.pp, decode.tp * decode.pp))
    if case .latent = model.attention { lanes = Double(min(prefill.pp, decode.pp)) }
    let rate =
      system.gpusPerNVLinkDomain > system.gpusPerNode
      ? system.nvlinkBytesPerSecond : system.networkBytesPerSecond
    // About half of the line rate is what the transfer libraries reach on blocks of a few hundred KB.
    let state = MemoryModel.stateBytes(model: model, parallelism: whole, drafts: 0)
    return TransferTime(
      latencyMs: 2 + state / (0.5 * rate * lanes) * 1000, msPerToken: bytes / (0.5 * rate * lanes) * 1000)
  }
}

/// Delays of a request outside of iterations, milliseconds.
public struct RequestDelays: Sendable, Hashable {
  /// From the client's send to the scheduler's queue.
  public var arrivalMs: Double
  /// Between two requests that are sent together: the front end's time for each.
  public var spacingMs: Double
  /// From the end of the iteration to the client's first token.
  public var firstTokenMs: Double
}

/// Time to move the cache of a prompt between servers, milliseconds.
public struct TransferTime: Sendable, Hashable {
  public var latencyMs: Double
  public var msPerToken: Double
}
