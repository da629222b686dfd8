/// What is measured together, in one process.
struct BenchmarkCase: Sendable {
  /// Section and subject: `frontier-2d-thick-1e6`.
  var name: String
  /// Whether `--quick` runs it too.
  var isQuick = true
  var body: @Sendable (Effort) async throws -> [Figure]

  /// In the order of the table.
  static let all: [BenchmarkCase] =
    SimulatorCases.all + PointCases.all + EstimateCases.all + KernelCases.all + SweepCases.all
    + StoreCases.all
    + FrontierCases.all
    + ExportCases.all + ProgramCases.all
}

/// How long to measure.
struct Effort: Sendable {
  var isQuick: Bool

  /// A number of runs or points: the first, or the second where it should be quick.
  func pick<Value>(_ full: Value, quick: Value) -> Value { isQuick ? quick : full }

  /// Median CPU seconds of one run of `body`. What else the machine does counts less in it than in wall time.
  /// - Parameter runs: how often, in full.
  func seconds(runs: Int = 7, _ body: () throws -> Void) rethrows -> Double {
    let times = try (0..<pick(runs, quick: min(runs, 3))).map { _ in
      let start = CPUTime.seconds
      try body()
      return CPUTime.seconds - start
    }
    return times.median
  }

  /// CPU seconds of one run of a `body` too short to be timed alone: the median of five stretches.
  func secondsOfMany(_ body: () throws -> Void) rethrows -> Double {
    let stretch = pick(0.1, quick: 0.02)
    return try (0..<5).map { _ in
      let start = CPUTime.seconds
      var runs = 0
      repeat {
        try body()
        runs += 1
      } while CPUTime.seconds - start < stretch
      return (CPUTime.seconds - start) / Double(runs)
    }.median
  }
}

extension [Double] {
  /// The middle value, the upper one of two. - Precondition: not empty.
  var median: Double { sorted()[count / 2] }
}
