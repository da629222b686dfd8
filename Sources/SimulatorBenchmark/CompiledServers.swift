internal import KernelTiming
internal import ServingModel

/// Iteration times of servers, compiled once and shared by all points and threads.
///
/// Limits are rounded up to powers of two in the key, so that servers that differ in their batch limit alone
/// share one table.
final class CompiledServers: Sendable {
  struct Key: Hashable, Sendable {
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

  /// Bytes of the tables that are kept: hundreds of servers, as a batch limit of 1024 takes 0.2 MB.
  private static let limit = 64 << 20

  private let compiler: ServerCompiler
  private let tables = RecentlyUsed<Key, IterationTimes>(limit: limit) { $0.byteCount }

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
    return tables.value(key) {
      compiler.iterationTimes(
        model: model, system: system, engine: deployment.engine, quantization: deployment.quantization,
        server: rounded, factors: factors)
    }
  }

  private static func powerOfTwo(atLeast value: Int) -> Int {
    value <= 1 ? 1 : 1 << (Int.bitWidth - (value - 1).leadingZeroBitCount)
  }
}
