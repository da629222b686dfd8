import SeededNumbers
import ServingModel
import Testing

@testable import Calibration

@Suite struct ChoiceQualityTests {
  /// Rows of one group from (measured TPOT, predicted TPOT) in milliseconds and the same TTFT; a lower TPOT has
  /// the higher throughput, so the best for a target is the fastest.
  private func rows(_ times: [(Double, Double)], spread: Double? = nil) -> [ValidatedRow] {
    times.enumerated().map { index, time in
      ValidatedRows.row(
        ValidatedRows.measured("\(index)", tpotMs: time.0), ttftMs: 100, tpotMs: time.1, spread: spread)
    }
  }

  private func tallies(_ quality: ChoiceQuality, _ target: String) -> ChoiceQuality.Line? {
    quality.lines.first { $0.grouping == "target" && $0.group == target }
  }

  @Test func perfectPredictionsPickTheBest() throws {
    let times: [Double] = [9, 12, 18, 30, 45]
    let quality = ChoiceQuality(rows(times.map { ($0, $0) }))
    let all = quality.all.byMean
    // 1000 / 9 = 111 tok/s/user: 150 is out of reach.
    #expect(quality.groups == 1 && quality.unreachable == 1)
    #expect(all.selections == 6 && all.picks == 6 && all.misses == 0 && all.best == 6 && all.effective == 1)
    #expect(quality.all.byBound == nil)
  }

  @Test func aPickBelowTheTargetCountsAsNothing() throws {
    // The first is predicted the fastest and is the slowest.
    let quality = ChoiceQuality(rows([(60, 5), (9, 9), (12, 12), (18, 18), (30, 30)]))
    let tally = try #require(tallies(quality, "20")).byMean
    #expect(tally.selections == 1 && tally.picks == 1 && tally.misses == 1 && tally.missShare == 1)
    #expect(tally.best == 0 && tally.effective == 0)
    // At 10 tok/s/user even the slowest is fast enough: a pick, but not the best one.
    let low = try #require(tallies(quality, "10")).byMean
    #expect(low.misses == 0 && low.best == 0 && low.effective > 0 && low.effective < 1)
  }

  @Test func nothingPredictedToMeetTheTargetIsNoPick() throws {
    let quality = ChoiceQuality(rows([(9, 30), (12, 30), (18, 30), (30, 30), (45, 45)]))
    let tally = try #require(tallies(quality, "75")).byMean
    #expect(tally.selections == 1 && tally.picks == 0 && tally.withoutPick == 1 && tally.misses == 0)
    #expect(tally.missShare == 0 && tally.missShareOfPicks.isNaN && tally.effective == 0)
  }

  @Test func theLowerBoundIsMoreCareful() throws {
    // Predicted at 118 tok/s/user, measured at 95; its bound is 90, so the bound takes the second.
    let rows = rows([(10.5, 8.5)], spread: 1.3) + rows([(9, 9), (30, 30), (40, 40), (50, 50)], spread: 1.05)
    let line = try #require(tallies(ChoiceQuality(rows, confidence: 0.9), "100"))
    #expect(line.byMean.misses == 1 && line.byMean.effective == 0)
    let bound = try #require(line.byBound)
    #expect(bound.misses == 0 && bound.best == 1 && bound.effective == 1)
  }

  @Test func aBoundThatNothingReachesIsNoPick() throws {
    let quality = ChoiceQuality(
      rows([(10.5, 9.9), (9.9, 9.95), (30, 30), (40, 40), (50, 50)], spread: 1.1), confidence: 0.9)
    let line = try #require(tallies(quality, "100"))
    #expect(line.byMean.misses == 1)
    #expect(line.byBound?.picks == 0 && line.byBound?.withoutPick == 1 && line.byBound?.misses == 0)
  }

  @Test func smallGroupsAndRowsWithoutPrediction() {
    let four = rows([(9, 9), (12, 12), (18, 18), (30, 30)])
    #expect(ChoiceQuality(four).groups == 0 && ChoiceQuality(four).smallGroups == 1)
    #expect(ChoiceQuality(four).all.byMean.effective.isNaN)
    // A fifth point that has no prediction completes the group and is the best, so none reaches it.
    let quality = ChoiceQuality(four, unpredicted: [ValidatedRows.measured("fast", tpotMs: 5)])
    #expect(quality.groups == 1 && quality.choices.allSatisfy { $0.bestID == "fast" })
    #expect(quality.all.byMean.best == 0 && quality.all.byMean.withoutPick == 1)
    #expect(quality.all.byMean.selections == 7)
  }

  @Test func ofEqualPredictionsTheFirstRowIsPicked() {
    let quality = ChoiceQuality(rows([(9, 10), (12, 10), (9, 10), (30, 30), (40, 40)]))
    #expect(quality.choices.allSatisfy { $0.byMean?.id == "0" })
  }

  // MARK: Against a slow reference

  @Test(arguments: 1...40 as ClosedRange<UInt64>) func agreesWithAnObviousReference(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let rows = (0..<Int.random(in: 4...60, using: &random)).map { index in
      let tpot = Double.random(in: 4...120, using: &random)
      let ttft = Double.random(in: 50...5000, using: &random)
      return ValidatedRows.row(
        ValidatedRows.measured(
          "\(index)", model: ["a", "b"].randomElement(using: &random) ?? "a",
          system: ["h100_sxm", "h200_sxm"].randomElement(using: &random) ?? "",
          ttftMs: ttft, tpotMs: tpot),
        ttftMs: ttft * Double.random(in: 0.5...1.5, using: &random),
        tpotMs: tpot * Double.random(in: 0.7...1.3, using: &random),
        spread: Bool.random(using: &random) ? Double.random(in: 1...1.5, using: &random) : nil)
    }
    let confidence = Double.random(in: 0.5...0.95, using: &random)
    let quality = ChoiceQuality(rows, confidence: confidence)
    let byMean = Reference(rows) { $0.tpsUser }
    let byBound = Reference(rows) { $0.tpsUserBound(confidence) }
    byMean.expectEqual(quality.all.byMean, groups: quality.groups)
    if let tally = quality.all.byBound { byBound.expectEqual(tally, groups: quality.groups) }
    let byTarget = quality.lines.filter { $0.grouping == "target" }
    #expect(byTarget.map(\.byMean.misses).reduce(0, +) == byMean.misses)
  }
}

/// Choice quality as one would do it by hand.
private struct Reference {
  var groups = 0
  var selections = 0
  var picks = 0
  var misses = 0
  var best = 0
  var effective = 0.0

  init(_ rows: [ValidatedRow], user: (ValidatedRow) -> Double?) {
    for model in ["a", "b"] {
      for system in ["h100_sxm", "h200_sxm"] {
        var own: [ValidatedRow] = []
        for row in rows {
          let deployment = row.measured.point.deployment
          if deployment.model == model && deployment.system == system { own.append(row) }
        }
        if own.count < 5 { continue }
        groups += 1
        for target in [10.0, 20, 30, 50, 75, 100, 150] { ask(own, target, user) }
      }
    }
  }

  private mutating func ask(_ rows: [ValidatedRow], _ target: Double, _ user: (ValidatedRow) -> Double?) {
    var trueBest = 0.0
    for row in rows where 1000 / row.measured.tpotMs >= target {
      trueBest = max(trueBest, row.measured.tpsGPU)
    }
    if trueBest == 0 { return }
    selections += 1
    var pick: ValidatedRow?
    for row in rows {
      guard let rate = user(row), rate >= target else { continue }
      if pick == nil || row.tpsGPU > (pick?.tpsGPU ?? 0) { pick = row }
    }
    guard let pick else { return }
    picks += 1
    if 1000 / pick.measured.tpotMs < target {
      misses += 1
    } else {
      effective += pick.measured.tpsGPU / trueBest
      if pick.measured.tpsGPU == trueBest { best += 1 }
    }
  }

  func expectEqual(
    _ tally: ChoiceTally, groups found: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found == groups, sourceLocation: sourceLocation)
    #expect(
      [tally.selections, tally.picks, tally.misses, tally.best] == [selections, picks, misses, best],
      sourceLocation: sourceLocation)
    if selections > 0 {
      #expect(abs(tally.effective - effective / Double(selections)) < 1e-12, sourceLocation: sourceLocation)
    }
  }
}
