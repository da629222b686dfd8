import SeededNumbers
import FrontierPoints
import ParetoFrontier
import ServingModel
import Testing

@Suite struct AssuredLimitTests {
  /// Two GPU types; those of the second have wider intervals, and the last has none.
  static let candidates: [PickCandidate] = {
    var all = [
      PickTests.candidate("gb200", user: 45, gpu: 1400, ttft: 1000),
      PickTests.candidate("gb200", tp: 4, user: 60, gpu: 1100, ttft: 1000),
      PickTests.candidate("h100_sxm", user: 70, gpu: 700, ttft: 1000),
      PickTests.candidate("h100_sxm", tp: 4, user: 80, gpu: 1600, ttft: 1000),
    ]
    for index in all.indices {
      let tpot = 1000 / all[index].measurement.tpsUser
      all[index].measurement.tpotMs = Distribution(sorted: [tpot])
      all[index].measurement.e2eMs = Distribution(sorted: [1000 + 100 * tpot])
      func interval(_ mean: Double) -> PredictionInterval {
        PredictionInterval(p05: mean * 0.8, p10: mean * 0.9, p50: mean, p90: mean * 1.25, p95: mean * 1.5)
      }
      all[index].measurement.intervals = PredictionIntervals(
        ttftMs: interval(1000), tpotMs: interval(tpot), level: index < 2 ? .calibrated : .transferred)
    }
    all[3].measurement.intervals = nil
    return all
  }()

  static let limits = FrontierLimits(
    minTpsUser: 40, maxTTFT: LatencyLimit(milliseconds: 1300, statistic: .p99),
    assurance: Assurance(share: 0.9))

  @Test func theLowerBoundDecides() throws {
    let pick = try Pick.best(among: Self.candidates, axes: FrontierAxes(), limits: Self.limits)
    #expect(pick.best == 1 && pick.feasible == 2)
    #expect(
      pick.reasons == [
        "Highest throughput per GPU, 1,100 tok/s/GPU, of the 2 points (of 4) that keep at least 40 tok/s/user with "
          + "90 % confidence, TTFT p99 at most 1,300 ms with 90 % confidence; the best different deployment gives "
          + "36 % less.",
        "It gives at least 48 tok/s/user with 90 % confidence (60 predicted), 20 % above the limit of 40.",
        "TTFT p99 is at most 1,250 ms with 90 % confidence (1,000 predicted), 3.8 % below its limit of 1,300 ms.",
        "The limit `at least 40 tok/s/user with 90 % confidence` binds: relaxed to `at least 36 tok/s/user with 90 % "
          + "confidence` it would give 27 % more tok/s/GPU.",
        "By the predicted figures alone TP4 on h100_sxm, concurrency 64, would win with 45 % more tok/s/GPU, but it "
          + "has no interval.",
        "1 of 4 points have no interval and count as keeping no limit.",
      ])
    #expect(pick.runnersUp.first?.reasons.contains("transferred instead of calibrated") == true)
  }

  @Test func whatWouldWinByThePredictionIsSaidWithItsBounds() throws {
    let some = Array(Self.candidates.prefix(3))
    let pick = try Pick.best(among: some, axes: FrontierAxes(), limits: Self.limits)
    #expect(
      pick.reasons.last
        == "By the predicted figures alone TP8 on gb200, concurrency 64, would win with 27 % more "
        + "tok/s/GPU, but its tok/s/user may be as low as 36 (45 predicted).")
    var loose = Self.limits
    loose.minTpsUser = 20
    let same = try Pick.best(among: some, axes: FrontierAxes(), limits: loose)
    #expect(same.best == 0)
    #expect(
      same.reasons.last
        == "By the predicted figures alone the same throughput would win: the confidence is free.")
  }

  @Test func nothingKeepsTheLimitsWithConfidence() {
    var limits = Self.limits
    limits.maxTTFT = LatencyLimit(milliseconds: 1100, statistic: .p99)
    #expect {
      try Pick.best(among: Self.candidates, axes: FrontierAxes(), limits: limits)
    } throws: { error in
      let text = "\(error)"
      return text.contains("0 points keep `TTFT p99 at most 1,100 ms with 90 % confidence` by itself")
        && text.contains("by the predicted figures alone TP4 on h100_sxm would give 1,600 tok/s/GPU")
        && text.contains("1 points have no interval")
    }
  }

  @Test func noIntervalAtAllIsSaidWithARemedy() {
    let bare = Self.candidates.map { candidate in
      var candidate = candidate
      candidate.measurement.intervals = nil
      return candidate
    }
    #expect {
      try Pick.best(among: bare, axes: FrontierAxes(), limits: Self.limits)
    } throws: { error in
      let text = "\(error)"
      return text.hasPrefix("none of 4 points has an interval") && text.contains("leave --confidence out")
    }
    #expect(throws: Never.self) {
      try Pick.best(
        among: bare, axes: FrontierAxes(),
        limits: FrontierLimits(maxGPUs: 64, assurance: Assurance(share: 0.9)))
    }
  }

  private static func limit(upTo most: Double, _ generator: inout SplitMix) -> LatencyLimit? {
    guard Bool.random(using: &generator),
      let statistic = LatencyStatistic.allCases.randomElement(using: &generator)
    else { return nil }
    return LatencyLimit(milliseconds: Double.random(in: 5...most, using: &generator), statistic: statistic)
  }

  @Test(arguments: 0..<40) func agreesWithTheDefinition(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    for _ in 0..<100 {
      let found = RandomMeasurement.make(&generator)
      let share = Double.random(in: 0.501...0.999, using: &generator)
      let limits = FrontierLimits(
        minTpsUser: Bool.random(using: &generator) ? Double.random(in: 1...100, using: &generator) : nil,
        maxTTFT: Self.limit(upTo: 2000, &generator), maxTPOT: Self.limit(upTo: 100, &generator),
        maxGPUs: Int.random(in: 1...16, using: &generator), assurance: Assurance(share: share))
      for axis in FrontierAxis.userAxes {
        #expect(
          limits.keepsAll(found, axis: axis) == Definition.keeps(limits, share, found, axis),
          "\(limits) \(found) \(axis)")
      }
    }
  }
}

/// Measurements with any figures, a quarter of them without intervals.
enum RandomMeasurement {
  static func make(_ generator: inout some RandomNumberGenerator) -> Measurement {
    var found = Measurement()
    found.gpus = Int.random(in: 1...16, using: &generator)
    let ttft = Double.random(in: 20...1000, using: &generator)
    let tpot = Double.random(in: 8...60, using: &generator)
    found.ttftMs = Distribution(sorted: (0..<9).map { ttft * (0.8 + 0.07 * Double($0)) })
    found.tpotMs = Distribution(sorted: (0..<9).map { tpot * (0.9 + 0.04 * Double($0)) })
    found.e2eMs = Distribution(sorted: [ttft + 200 * tpot])
    found.itlMs = found.tpotMs
    found.tpsUser = 1000 / tpot
    found.e2eTpsUser = 201_000 / (ttft + 200 * tpot)
    found.requestsPerSecond = 64_000 / (ttft + 200 * tpot)
    found.outputTokensPerSecond = found.requestsPerSecond * 201
    found.inputTokensPerSecond = found.requestsPerSecond * 1024
    guard Int.random(in: 0..<4, using: &generator) > 0 else { return found }
    func interval(_ mean: Double) -> PredictionInterval {
      let figures = (0..<5).map { _ in mean * Double.random(in: 0.5...2, using: &generator) }.sorted()
      return PredictionInterval(
        p05: figures[0], p10: figures[1], p50: figures[2], p90: figures[3], p95: figures[4])
    }
    found.intervals = PredictionIntervals(
      ttftMs: interval(found.ttftMs.mean), tpotMs: interval(found.tpotMs.mean), level: .calibrated)
    return found
  }
}

/// What limits with confidence mean, word for word.
enum Definition {
  static func keeps(
    _ limits: FrontierLimits, _ share: Double, _ found: Measurement, _ axis: FrontierAxis
  ) -> Bool {
    if let most = limits.maxGPUs, found.gpus > most { return false }
    let asks = limits.minTpsUser != nil || limits.maxTTFT != nil || limits.maxTPOT != nil
    guard asks else { return true }
    guard let intervals = found.intervals else { return false }
    let ttft = intervals.ttftMs.quantile(share)
    let tpot = intervals.tpotMs.quantile(share)
    let rest = found.e2eMs.mean - found.ttftMs.mean
    let slower = (ttft + rest * tpot / found.tpotMs.mean) / (found.ttftMs.mean + rest)
    let rate =
      axis == .e2eTpsUser ? found.e2eTpsUser / slower : axis.value(of: found) * found.tpotMs.mean / tpot
    return rate >= limits.minTpsUser ?? 0
      && limits.maxTTFT.map {
        $0.statistic.value(of: found.ttftMs) * ttft / found.ttftMs.mean <= $0.milliseconds
      }
        ?? true
      && limits.maxTPOT.map {
        $0.statistic.value(of: found.tpotMs) * tpot / found.tpotMs.mean <= $0.milliseconds
      }
        ?? true
  }
}
