internal import KernelTiming
internal import ServingModel
internal import Synchronization

/// Iteration times of servers, compiled once and shared by all points and threads.
///
/// Limits are rounded up to powers of two in the key, so that servers that differ in their batch limit alone
/// share one table.
final class CompiledServers: Sendable {
  struct Key: Hashable {
    var system: String
    var model: String
    var engine: Engine
    var quantization: Quantization
    var parallelism: Parallelism
    var mtp: Int
    var balanced: Bool
    var maxBatchSize: Int
    var maxNumTokens: Int
    var factors: TimingFactors
  }

  /// Tables kept: a batch limit of 1024 takes 0.4 MB.
  private static let limit = 256

  private let compiler: ServerCompiler
  private let cache = Mutex<[Key: IterationTimes]>([:])

  init(compiler: ServerCompiler) { self.compiler = compiler }

  func times(
    deployment: Deployment, server: ServerConfiguration, model: ModelArchitecture, system: GPUSystem,
    factors: TimingFactors
  ) -> IterationTimes {
    var rounded = server
    rounded.maxBatchSize = Self.powerOfTwo(atLeast: max(64, server.maxBatchSize))
    rounded.maxNumTokens = Self.powerOfTwo(atLeast: max(8192, server.maxNumTokens))
    let key = Key(
      system: deployment.system, model: deployment.model, engine: deployment.engine,
      quantization: deployment.quantization, parallelism: server.parallelism, mtp: server.mtp,
      balanced: server.eplbSlots > 0, maxBatchSize: rounded.maxBatchSize,
      maxNumTokens: rounded.maxNumTokens, factors: factors)
    if let known = cache.withLock({ $0[key] }) { return known }
    // Compiled outside of the lock: two threads may do the same work once, and get equal tables.
    let times = compiler.iterationTimes(
      model: model, system: system, engine: deployment.engine, quantization: deployment.quantization,
      server: rounded, factors: factors)
    cache.withLock { tables in
      if tables.count >= Self.limit { tables.removeAll(keepingCapacity: true) }
      tables[key] = times
    }
    return times
  }

  private static func powerOfTwo(atLeast value: Int) -> Int {
    value <= 1 ? 1 : 1 << (Int.bitWidth - (value - 1).leadingZeroBitCount)
  }
}
