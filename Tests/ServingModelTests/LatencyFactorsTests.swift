import ServingModel
import Testing

@Suite struct LatencyFactorsTests {
  static func measurement(ttft: Double = 200, tpot: Double = 10, e2e: Double = 1200) -> Measurement {
    var found = Measurement()
    found.ttftMs.mean = ttft
    found.tpotMs.mean = tpot
    found.e2eMs.mean = e2e
    found.intervals = PredictionIntervals(
      ttftMs: PredictionInterval(p05: 150, p10: 160, p50: 210, p90: 280, p95: 300),
      tpotMs: PredictionInterval(p05: 9, p10: 9.25, p50: 10, p90: 11, p95: 12), level: .calibrated)
    return found
  }

  @Test func latencyIsTTFTAndWhatFollowsItAtOneQuantile() throws {
    let slow = try #require(Self.measurement().latencyFactors(share: 0.95))
    #expect(abs(slow.ttft - 1.5) < 1e-9 && abs(slow.tpot - 1.2) < 1e-9)
    #expect(abs(slow.latency - (300 + 1000 * 1.2) / 1200) < 1e-9)
    let ends = try #require(Self.measurement().latencyFactors90)
    #expect(abs(ends.slow.latency - slow.latency) < 1e-9)
    #expect(abs(ends.fast.ttft - 0.75) < 1e-9 && abs(ends.fast.latency - (150 + 900) / 1200) < 1e-9)
  }

  @Test func oneOutputTokenHasNothingAfterTheFirst() throws {
    let slow = try #require(Self.measurement(tpot: 0, e2e: 200).latencyFactors(share: 0.95))
    #expect(abs(slow.latency - 1.5) < 1e-9 && !slow.tpot.isFinite)
  }

  @Test func withoutIntervalsThereIsNothingToSay() {
    var bare = Self.measurement()
    bare.intervals = nil
    #expect(bare.latencyFactors(share: 0.9) == nil && bare.latencyFactors90 == nil)
  }

  @Test func anAssuranceIsAShareAboveOneHalf() {
    for share in [0.5, 1, 0, -1, 90, .nan, .infinity] { #expect(Assurance(share: share) == nil, "\(share)") }
    #expect(Assurance(share: 0.9)?.text == "90 %" && Assurance(share: 0.975)?.text == "97.5 %")
  }
}
