import Foundation
import ResultStore
import ServingModel

/// A directory for one test, removed with it.
final class TemporaryDirectory {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// Made-up points and figures.
enum Sample {
  static func deployment(_ number: Int, system: String = "h100_sxm") -> Deployment {
    let prefill = ServerConfiguration(
      parallelism: Parallelism(tp: 4, dp: 1, ep: 4), maxBatchSize: 16, maxNumTokens: 16384 + number,
      kvMemoryFraction: 0.1 + 0.2, chunkedPrefill: false, mtp: 1, eplbSlots: 288)
    let decode = ServerConfiguration(
      parallelism: Parallelism(tp: 1, dp: 8, pp: 2, ep: 8), maxBatchSize: 128 + number,
      maxNumTokens: 512, mtp: 3)
    return Deployment(
      system: system, model: "deepseek-ai/DeepSeek-R1", engine: .sglang,
      quantization: Quantization(gemm: .nvfp4, moe: .mxfp4, attention: .bf16, kvCache: .fp8),
      topology: number % 2 == 0
        ? .disaggregated(
          prefill: ServerPool(servers: 3, configuration: prefill),
          decode: ServerPool(servers: 1, configuration: decode))
        : .aggregated(ServerPool(servers: 2, configuration: decode)))
  }

  static func point(_ number: Int, concurrency: Int = 64, system: String = "h100_sxm") -> Point {
    Point(
      deployment: deployment(number, system: system),
      workload: Workload(
        isl: 8150, osl: 1024, rangeRatio: 0.8, concurrency: concurrency, sharedPrefix: 100,
        mtpAcceptance: [0.9, 0.1 + 0.2]))
  }

  static func measurement(_ number: Double) -> ServingModel.Measurement {
    var found = ServingModel.Measurement()
    func distribution(_ base: Double) -> Distribution {
      Distribution(sorted: (0..<40).map { base + number + Double($0 * $0) / 7 })
    }
    found.ttftMs = distribution(1)
    found.tpotMs = distribution(2)
    found.itlMs = distribution(3)
    found.e2eMs = distribution(4)
    found.requestsPerSecond = number + 0.1
    found.outputTokensPerSecond = number + 0.2
    found.inputTokensPerSecond = number + 0.3
    found.tpsUser = number + 0.4
    found.e2eTpsUser = number + 0.5
    found.meanConcurrency = number + 0.6
    found.requests = 77
    found.gpus = 28
    found.confidence = .extrapolated
    return found
  }

  /// The same with intervals of the mean TTFT and TPOT, a different one for each seed.
  static func predicted(_ seed: Int) -> ServingModel.Measurement {
    var found = measurement(Double(seed % 17) + 0.5)
    func interval(_ mean: Double, _ spread: Double) -> PredictionInterval {
      PredictionInterval(
        p05: mean / (1 + spread), p10: mean / (1 + spread / 2), p50: mean * 1.01,
        p90: mean * (1.02 + spread / 2),
        p95: mean * (1.03 + spread))
    }
    found.gpus = 1 + seed % 8
    found.intervals = PredictionIntervals(
      ttftMs: interval(found.ttftMs.mean, Double(seed % 7) / 3),
      tpotMs: interval(found.tpotMs.mean, Double(seed % 5) / 4),
      level: CalibrationLevel.allCases[seed % 3])
    return found
  }

  static let benchmark = BenchmarkVersion(method: "simulator", version: "1.2+tables.3")

  static func identity(_ space: String = "a: 1\n", seed: UInt64 = .max) -> RunIdentity {
    RunIdentity(
      spaceName: "a", spaceText: space, search: "sobol", budget: 500, seed: seed,
      programVersion: "0.1.0", tablesVersion: "2026.1", commandLine: "explore sweep a.yaml",
      model: "deepseek-ai/DeepSeek-R1", isl: 8150, osl: 1024)
  }
}

extension ResultStore {
  /// A run with these points, recorded and complete.
  @discardableResult
  func addRun(
    _ points: [Point], space: String = "a: 1\n", benchmark: BenchmarkVersion = Sample.benchmark
  ) throws -> Run {
    let run = try beginRun(Sample.identity(space), benchmark: benchmark).run
    let recorder = try RunRecorder(store: self, run: run)
    let placed = points.map { PlacedPoint($0) }
    let batch = zip(placed, try status(of: placed, in: run)).enumerated().map { index, pair in
      switch pair.1 {
      case .stored(let id): RecordedPoint(pair.0, .stored(measurement: id))
      default: RecordedPoint(pair.0, .measured(Sample.measurement(Double(index))))
      }
    }
    try recorder.record(batch)
    return try recorder.finish(.complete)
  }
}
