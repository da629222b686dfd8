import SeededNumbers
import Foundation
import ServingModel

@testable import Calibration

/// Servers made up for tests: a formula for the simulator, and rows that differ from it in known ways.
enum SyntheticServers {
  /// What a test varies of a server and its load.
  struct Setting {
    var engine = Engine.vllm
    var system = "h200_sxm"
    var model = "openai/gpt-oss-120b"
    var format = NumberFormat.fp8
    var tp = 2
    var concurrency = 16
    var isl = 1024
    var version: String? = "1.0"

    var point: Point {
      let server = ServerConfiguration(
        parallelism: Parallelism(tp: tp), maxBatchSize: max(8, concurrency), maxNumTokens: 8192)
      let deployment = Deployment(
        system: system, model: model, engine: engine,
        quantization: Quantization(gemm: format, moe: format, kvCache: .fp8),
        topology: .aggregated(ServerPool(servers: 1, configuration: server)))
      return Point(
        deployment: deployment, workload: Workload(isl: isl, osl: 1024, concurrency: concurrency))
    }

    var group: CalibrationGroup { CalibrationGroup(point.deployment) }

    func measured(_ id: String, ttftMs: Double, tpotMs: Double) -> MeasuredRow {
      MeasuredRow(
        id: id, point: point, precision: "", engineVersion: version, ttftMs: ttftMs, tpotMs: tpotMs)
    }
  }

  /// Decode kernels take most of an iteration of few requests, attention most of one of many; prompts are kernels and
  /// what happens before them.
  static let simulate: LatencySimulator = { point, factors in
    let workload = point.workload
    let batch = Double(workload.concurrency)
    let gpus = Double(point.deployment.gpus)
    let tpot =
      factors.hostIterationMs + factors.hostSequenceMs * batch + factors.decodeKernels * 10 / gpus
      + factors.decodeAttention * batch * Double(workload.isl) / 4000 / gpus
    let ttft =
      factors.arrivalMs + factors.arrivalTokenMs * Double(workload.isl) + factors.firstTokenMs
      + factors.prefillKernels * Double(workload.isl) / 10 / gpus * (1 + batch / 64)
    return SimulatedLatency(ttftMs: ttft, tpotMs: tpot, confidence: .interpolated)
  }

  /// Every load of a server: 24 rows.
  static func loads(_ setting: Setting) -> [Setting] {
    var loads: [Setting] = []
    for tp in [1, 2, 4] {
      for concurrency in [4, 16, 64, 256] {
        for isl in [1024, 8192] {
          var load = setting
          (load.tp, load.concurrency, load.isl) = (tp, concurrency, isl)
          loads.append(load)
        }
      }
    }
    return loads
  }

  /// What servers whose constants are times `truth` show, with noise.
  static func rows(
    _ settings: [Setting], noise: Double, _ random: inout SplitMix,
    truth: (Setting) -> [TimingFactors.Name: Double]
  ) -> [MeasuredRow] {
    settings.enumerated().map { index, setting in
      var factors = TimingFactors(uncalibrated: setting.engine)
      for (name, factor) in truth(setting) { factors[name] *= factor }
      // The formula has no point that it cannot simulate.
      let latency = simulate(setting.point, factors)!
      return setting.measured(
        "r\(index)", ttftMs: latency.ttftMs * exp(noise * random.normal()),
        tpotMs: latency.tpotMs * exp(noise * random.normal()))
    }
  }
}
