import ServingModel
import SimulatorBenchmark

/// Means in closed form, on one core: how many, and how near the simulation they are.
enum EstimateCases {
  static let all = [BenchmarkCase(name: "estimates") { try figures($0) }]

  private static func figures(_ effort: Effort) throws -> [Figure] {
    let points = try DefaultQuestion.points(oneIn: effort.pick(12, quick: 60))
    let plain = SimulatorBenchmark(calibration: .none)
    let corrected = SimulatorBenchmark()
    // Servers are compiled and the calibration is read, as later in a sweep.
    for point in points {
      _ = try? plain.estimate(point)
      _ = try? corrected.estimate(point)
    }
    func rate(_ benchmark: SimulatorBenchmark) -> Double {
      Double(points.count) / effort.seconds { for point in points { _ = try? benchmark.estimate(point) } }
    }
    var (rates, users) = ([Double](), [Double]())
    for point in points.indices.filter({ $0 % 5 == 0 }).map({ points[$0] }) {
      guard let full = try? corrected.simulate(point), let means = try? corrected.estimate(point) else {
        continue
      }
      rates.append(abs(means.requestsPerSecond / full.requestsPerSecond - 1))
      users.append(abs(means.tpsUser / full.tpsUser - 1))
    }
    func error(_ name: String, _ errors: [Double], _ share: Double) -> Figure {
      let sorted = errors.sorted()
      let place = min(sorted.count - 1, Int(Double(sorted.count) * share))
      return Figure("closed form against simulation, \(name)", 100 * sorted[place], "%")
    }
    return [
      Figure("closed-form points, steady-state means", rate(plain), "points/CPU-s", goal: .atLeast(50_000)),
      Figure("closed-form points, calibrated", rate(corrected), "points/CPU-s"),
      error("throughput, median", rates, 0.5), error("throughput, p90", rates, 0.9),
      error("tok/s/user, median", users, 0.5), error("tok/s/user, p90", users, 0.9),
    ]
  }
}
