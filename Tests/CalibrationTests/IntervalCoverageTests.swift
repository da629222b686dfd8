import ServingModel
import Testing

@testable import Calibration

@Suite struct IntervalCoverageTests {
  private func rows(_ spreads: [Double?]) -> [ValidatedRow] {
    spreads.enumerated().map { index, spread in
      // Measured 20 % above the prediction: within an interval of spread 1.25, outside of 1.1.
      ValidatedRows.row(
        ValidatedRows.measured("\(index)", engine: index % 2 == 0 ? .vllm : .sglang, ttftMs: 120, tpotMs: 12),
        ttftMs: 100, tpotMs: 10, spread: spread)
    }
  }

  @Test func rowsWithinTheirIntervalAreCounted() {
    let all = Validation(rows([1.25, 1.1, 1.25, 1.1])).all
    #expect(all.tpotCoverage.count == 4 && all.tpotCoverage.share == 0.5)
    #expect(all.ttftCoverage.share == 0.5)
    #expect(abs(all.tpotCoverage.medianWidth - (1.25 * 1.25 + 1.1 * 1.1) / 2) < 1e-12)
  }

  @Test func everyGroupHasItsOwnCoverage() throws {
    let lines = Validation(rows([1.25, 1.1, 1.25, 1.1])).lines
    #expect(lines.first { $0.group == "vllm" }?.tpotCoverage.share == 1)
    #expect(lines.first { $0.group == "sglang" }?.tpotCoverage.share == 0)
    #expect(lines.contains { $0.grouping == "calibration" && $0.group == "calibrated" && $0.rows == 4 })
  }

  @Test func theEndsOfAnIntervalBelongToIt() {
    let interval = PredictionInterval(p05: 8, p10: 9, p50: 10, p90: 11, p95: 12)
    #expect(IntervalCoverage([(8, interval), (12, interval)]).share == 1)
    #expect(IntervalCoverage([(7.999, interval), (12.001, interval)]).share == 0)
  }

  @Test func rowsWithoutIntervalsCountNowhere() {
    let mixed = Validation(rows([1.25, nil, nil])).all
    #expect(mixed.tpotCoverage.count == 1 && mixed.tpotCoverage.share == 1 && mixed.rows == 3)
    let none = Validation(rows([nil, nil]))
    #expect(none.all.tpotCoverage.count == 0 && none.all.tpotCoverage.share.isNaN)
    #expect(none.all.tpotCoverage.medianWidth.isNaN)
    #expect(!none.lines.contains { $0.grouping == "calibration" })
  }

  @Test func aPredictionIsTakenAsItStands() {
    var prediction = Measurement()
    prediction.ttftMs.mean = 90
    prediction.tpotMs.mean = 8
    prediction.confidence = .roofline
    prediction.intervals = PredictionIntervals(
      ttftMs: ValidatedRows.interval(90, spread: 2), tpotMs: ValidatedRows.interval(8, spread: 2),
      level: .transferred)
    let row = ValidatedRow(measured: ValidatedRows.measured("a"), prediction: prediction)
    #expect(row.ttftMs == 90 && row.tpsUser == 125 && row.confidence == .roofline)
    #expect(row.intervals == prediction.intervals)
    #expect(abs((row.tpsUserBound(0.9) ?? 0) - 62.5) < 1e-9)
  }
}
