import Calibration
import Foundation
import ServingModel
import SweepEngine

/// Predicts many points over all cores.
struct PredictionRun {
  typealias Outcome = Result<RowPrediction, PointFailure>

  /// A point, and the version of its engine as its source names it.
  struct Place: Sendable {
    var point: Point
    var engineVersion: String?
  }

  let predictor: RowPredictor
  let interruption: Interruption
  let display: ProgressDisplay

  /// Points between two lines of progress: enough to keep all cores busy.
  private static let batch = max(256, 32 * ProcessInfo.processInfo.activeProcessorCount)
  /// Seconds after which a person would like to know how far it is.
  private static let patience = 0.5

  /// Outcomes in the order of the points; none where it was interrupted.
  func outcomes(of points: [Place]) -> [Outcome]? {
    let order = Self.byServer(points.map(\.point))
    var outcomes = [Outcome?](repeating: nil, count: points.count)
    let start = ContinuousClock.now
    for first in stride(from: 0, to: order.count, by: Self.batch) {
      if interruption.isRequested { return nil }
      let part = Array(order[first..<min(first + Self.batch, order.count)])
      for (index, outcome) in zip(part, parallelMap(part, { outcome(points[$0]) })) {
        outcomes[index] = outcome
      }
      show(done: first + part.count, of: order.count, since: start)
    }
    display.clear()
    return interruption.isRequested ? nil : outcomes.compactMap(\.self)
  }

  private func outcome(_ place: Place) -> Outcome {
    if interruption.isRequested { return .failure(PointFailure("interrupted")) }
    return predictor.predict(place.point, engineVersion: place.engineVersion)
  }

  private func show(done: Int, of total: Int, since start: ContinuousClock.Instant) {
    var progress = SweepProgress()
    progress.measured = done
    progress.total = total
    progress.elapsedSeconds = (ContinuousClock.now - start) / .seconds(1)
    progress.pointsPerSecond = Double(done) / progress.elapsedSeconds
    progress.remainingSeconds = Double(total - done) / progress.pointsPerSecond
    if progress.elapsedSeconds > Self.patience { display.show(progress) }
  }

  /// What points must have in common to share compiled iteration times, up to the limits of their batches.
  private struct Servers: Hashable {
    var system: String
    var model: String
    var engine: Engine
    var quantization: Quantization
    var prefill: Parallelism
    var decode: Parallelism
  }

  /// Places of the points, those of equal servers next to each other: only some hundred compiled servers are kept.
  private static func byServer(_ points: [Point]) -> [Int] {
    var groups: [Servers: Int] = [:]
    var places: [[Int]] = []
    for (index, point) in points.enumerated() {
      let deployment = point.deployment
      let servers = Servers(
        system: deployment.system, model: deployment.model, engine: deployment.engine,
        quantization: deployment.quantization,
        prefill: deployment.topology.prefillPool.configuration.parallelism,
        decode: deployment.topology.decodePool.configuration.parallelism)
      if let group = groups[servers] {
        places[group].append(index)
      } else {
        groups[servers] = places.count
        places.append([index])
      }
    }
    return places.flatMap(\.self)
  }
}
