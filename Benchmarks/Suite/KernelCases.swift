import KernelTiming
import ServingModel

/// Measured kernels: one interpolation, one compiled server, one iteration of it.
enum KernelCases {
  static let all: [BenchmarkCase] = [
    BenchmarkCase(name: "kernel-queries") { queries($0) },
    BenchmarkCase(name: "kernel-compilation") { try compilation($0) },
  ]

  private static func queries(_ effort: Effort) -> [Figure] {
    let tables = PackedTables.embedded
    let count = tables.curveCount(.gemm)
    let curves = stride(from: 0, to: count, by: max(1, count / 256)).map { tables.grid(.gemm, at: $0) }
    var sum = 0.0
    let batch = 64
    let seconds = effort.secondsOfMany {
      for curve in curves {
        for query in 1...batch {
          sum += curve.time(Double(query * 61)) { 1e-3 + 1e-6 * $0 }.milliseconds
        }
      }
    }
    let decode = effort.secondsOfMany {
      for index in 0..<min(count, 256) { sum += Double(tables.grid(.gemm, at: index).ys.count) }
    }
    precondition(sum > 0)
    return [
      Figure("kernel queries, GEMM curves", Double(curves.count * batch) / seconds, "queries/s"),
      Figure("kernel curves decoded", Double(min(count, 256)) / decode, "curves/s"),
    ]
  }

  private static func compilation(_ effort: Effort) throws -> [Figure] {
    let servers = try DefaultQuestion.points(oneIn: 40).prefix(400)
    let compiler = ServerCompiler()
    let model = try Catalogue.model("deepseek-ai/DeepSeek-R1")
    var compiled: [IterationTimes] = []
    let distinct = Dictionary(
      servers.map { ($0.deployment.topology.decodePool.configuration, $0.deployment) }
    ) { first, _ in first }.sorted { $0.value.stableKey < $1.value.stableKey }.prefix(
      effort.pick(40, quick: 8))
    let seconds = try effort.seconds(runs: 3) {
      compiled = try distinct.map { server, deployment in
        compiler.iterationTimes(
          model: model, system: try Catalogue.system(deployment.system), engine: deployment.engine,
          quantization: deployment.quantization, server: server,
          factors: TimingFactors(uncalibrated: deployment.engine))
      }
    }
    guard let times = compiled.first else { throw BenchmarkFailure("no server to compile") }
    var sum = 0.0
    let batch = 4096
    let segments = effort.secondsOfMany {
      for query in 1...batch {
        sum +=
          times.decodeSegment(
            rankDecodes: query % times.maxBatchSize, decodes: query % times.maxBatchSize,
            meanCachedTokens: Double(query * 7)
          ).milliseconds
      }
    }
    var load = IterationLoad()
    let mixed = effort.secondsOfMany {
      for query in 1...batch {
        load.rankPrefillTokens = query
        load.prefillTokens = query
        load.rankPrefillWork = Double(query) * 100
        load.rankDecodes = query % times.maxBatchSize
        load.decodes = load.rankDecodes
        load.meanCachedTokens = Double(query * 7)
        sum += times.milliseconds(load)
      }
    }
    precondition(sum > 0)
    return [
      Figure("servers compiled", Double(distinct.count) / seconds, "servers/s"),
      Figure("compiled decode iterations", Double(batch) / segments, "queries/s"),
      Figure("compiled mixed iterations", Double(batch) / mixed, "queries/s"),
    ]
  }
}
