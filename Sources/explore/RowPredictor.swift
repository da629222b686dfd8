import Calibration
import ServingModel
import SimulatorBenchmark

/// What the simulator says of one point, as a benchmark client would report it.
struct RowPrediction: Sendable {
  /// Mean time to first token, milliseconds.
  var ttftMs: Double
  /// Mean time per output token, milliseconds; none where answers have one token.
  var tpotMs: Double?
  /// Output tokens per second per GPU, by Little's law over the latency.
  var tpsGPU: Double
  var confidence: Confidence
  var intervals: PredictionIntervals?
  /// The rule by which a sweep would have left the point out.
  var doubt: Rejection?

  /// Output tokens per second and user, 1 / TPOT.
  var tpsUser: Double? { tpotMs.map { 1000 / $0 } }
  var level: CalibrationLevel { intervals?.level ?? .uncalibrated }
}

/// Predicts points one by one; safe to share between threads.
struct RowPredictor: Sendable {
  let benchmark: SimulatorBenchmark
  let requestsPerClient: Int

  func predict(_ point: Point, engineVersion: String?) -> Result<RowPrediction, PointFailure> {
    if let reason = SimulationSize(of: point, requestsPerClient: requestsPerClient).refusal {
      return .failure(PointFailure(reason))
    }
    let doubt = rejection(of: point)
    do throws(PointFailure) {
      let measurement = try benchmark.simulate(point, engineVersion: engineVersion)
      return .success(prediction(of: point, from: measurement, doubt: doubt))
    } catch {
      return .failure(Self.failure(error, doubt))
    }
  }

  /// Where memory is too small the rule says it in the user's words; other rules may be beside the point.
  private static func failure(_ error: PointFailure, _ doubt: Rejection?) -> PointFailure {
    switch doubt?.rule {
    case nil: error
    case .weightMemory, .kvMemory: PointFailure(doubt?.explanation ?? error.reason)
    default: PointFailure("\(error.reason); " + (doubt?.explanation ?? ""))
    }
  }

  private func prediction(
    of point: Point, from measurement: Measurement, doubt: Rejection?
  ) -> RowPrediction {
    let workload = point.workload
    let ttft = measurement.ttftMs.mean
    let tpot = measurement.tpotMs.mean
    let latency = ttft + tpot * Double(workload.osl - 1)
    let tokens = Double(workload.concurrency) * Double(workload.osl)
    return RowPrediction(
      ttftMs: ttft, tpotMs: tpot > 0 ? tpot : nil,
      tpsGPU: tokens / latency * 1000 / Double(point.deployment.gpus), confidence: measurement.confidence,
      intervals: measurement.intervals, doubt: doubt)
  }

  private func rejection(of point: Point) -> Rejection? {
    guard let system = try? Catalogue.system(point.deployment.system),
      let model = try? Catalogue.model(point.deployment.model)
    else { return nil }
    return DeploymentRules(system: system, model: model).firstRejection(of: point)
  }
}
