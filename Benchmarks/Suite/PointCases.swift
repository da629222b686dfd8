import DesignSpace
import ServingModel
import SimulatorBenchmark

/// Points as the default question asks for them, from deployment to corrected measurement, on one core.
enum PointCases {
  static let all: [BenchmarkCase] = [
    BenchmarkCase(name: "points-calibrated") { try figures("calibrated", .shipped, $0) },
    BenchmarkCase(name: "points-uncalibrated") { try figures("uncalibrated", .none, $0) },
  ]

  private static func figures(
    _ name: String, _ calibration: CalibrationChoice, _ effort: Effort
  ) throws -> [Figure] {
    let points = try DefaultQuestion.points(oneIn: effort.pick(12, quick: 60))
    // The calibration is read once, whatever is asked.
    let loading = SimulatorBenchmark(calibration: calibration)
    let first = effort.seconds(runs: 1) { _ = try? loading.simulate(points[0]) }
    let seconds = effort.seconds(runs: 3) {
      // A benchmark of its own: servers are compiled as in a sweep that has just begun.
      let benchmark = SimulatorBenchmark(calibration: calibration)
      for point in points { _ = try? benchmark.simulate(point) }
    }
    return [
      Figure("points of the default question, \(name)", Double(points.count) / seconds, "points/CPU-s"),
      Figure("first point, \(name): tables and calibration read", first * 1e3, "CPU ms"),
    ]
  }
}

/// `explore frontier --isl 8150 --osl 1024`.
enum DefaultQuestion {
  static let isl = 8150
  static let osl = 1024

  static func space() throws -> Space {
    let model = try Catalogue.model("deepseek-ai/DeepSeek-R1")
    return try BuiltInSpaces.defaultSpace(for: model).overriding(isl: [isl], osl: [osl])
  }

  /// The valid points of every so many neighbourhoods of 64 places: servers are shared as in the whole.
  static func points(oneIn share: UInt64) throws -> [Point] {
    let space = try space()
    return (0..<space.count).filter { $0 / 64 % share == 0 }.compactMap { ordinal in
      guard case .point(let point) = space.candidate(at: ordinal) else { return nil }
      return point
    }
  }
}
