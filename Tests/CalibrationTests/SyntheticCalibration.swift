import SeededNumbers
import Foundation
import ServingModel

@testable import Calibration

/// A calibration of synthetic servers, put together without the long way over held-out rows.
enum SyntheticCalibration {
  /// Two engines, two systems, two models; vLLM slower than simulated, TensorRT-LLM faster.
  static let servers: [SyntheticServers.Setting] = [
    .init(), .init(system: "b200_sxm"), .init(engine: .trtllm), .init(engine: .trtllm, version: "1.1"),
    .init(engine: .trtllm, model: "meta-llama/Llama-3.1-8B", format: .bf16, version: nil),
  ]

  static let shipped: Calibration = {
    var random = SplitMix(state: 11)
    let measured = SyntheticServers.rows(
      servers.flatMap(SyntheticServers.loads), noise: 0.05, &random
    ) {
      $0.engine == .vllm ? [.decodeKernels: 1.3, .prefillKernels: 1.2] : [.decodeKernels: 0.9]
    }
    var factors = FactorModel()
    factors.logarithms[.init(level: .engine, key: "vllm")] = TimingFactors.Name.allCases.map {
      $0 == .decodeKernels ? log(1.25) : 0
    }
    let data = CalibrationData(measured, simulate: SyntheticServers.simulate)
    let rows = data.rows(factors, of: Array(measured.indices))
    let left = rows.map { _ in Corrections(tpot: 0.05 * random.normal(), ttft: 0.1 * random.normal()) }
    var scaled: [IntervalModel.Standing: [IntervalModel.Scaled]] = [:]
    for (index, standing) in IntervalModel.Standing.allCases.enumerated() {
      scaled[standing] = rows.flatMap { row in
        CalibratedMetric.allCases.map {
          IntervalModel.Scaled(
            engine: row.place.group.engine, metric: $0, confidence: row.simulated.confidence,
            value: Double(index + 1) * random.normal())
        }
      }
    }
    let summary = CalibrationSummary(
      program: "test", simulator: "synthetic",
      sources: [.init(file: "shipped.csv", rows: rows.count, leftOut: 0)],
      errors: [])
    return Calibration(
      summary: summary, rows: rows, cluster: nil, factorModel: factors, left: left,
      intervalModel: IntervalModel(scaled))
  }()

  /// What a calibration says of a setting.
  static func latency(_ calibration: Calibration, _ setting: SyntheticServers.Setting) -> CalibratedLatency {
    // The formula has no point that it cannot simulate.
    let simulated = SyntheticServers.simulate(setting.point, calibration.factors(setting.point.deployment))!
    return calibration.corrected(simulated, at: setting.point, engineVersion: setting.version)
  }
}
