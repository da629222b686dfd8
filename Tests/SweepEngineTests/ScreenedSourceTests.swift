import ResultStore
import ServingModel
import SweepEngine
import SweepFakes
import Testing

@Suite struct ScreenedSourceTests {
  /// Figures that depend on the point alone; every 13th point cannot be judged.
  private static let estimate: ScreenedSource.Estimate = { point in
    let bits = UInt64(bitPattern: point.stableKey.rawValue)
    if bits % 13 == 0 { return nil }
    let load = Double(point.workload.concurrency) / 4_096
    let quality = 0.4 + Double(bits >> 40) / Double(1 << 24) * 0.6
    return SteadyStateMeans(
      ttftMs: 100 + 1_000 * load, tpotMs: 5 / (quality * (1.1 - load)),
      requestsPerSecond: 50 * quality * (0.02 + load), outputTokens: 100, gpus: 8)
  }

  private func tally(_ source: any PointSource, chunk: Int) -> CandidateTally {
    var source = source
    #expect(source.prepare { _ in true })
    var all = CandidateTally()
    while let part = source.next(chunk)?.tally() {
      all.points += part.points
      all.rejected.merge(part.rejected, uniquingKeysWith: +)
      all.absent += part.absent
    }
    return all
  }

  private func source(_ count: Int, margin: Double = 0.2) -> ScreenedSource {
    ScreenedSource(margin: margin, estimate: Self.estimate) { FakeSource(count: count) }
  }

  @Test func everyPointIsPassedOnOrCounted() throws {
    let all = tally(FakeSource(count: 5_000), chunk: 100)
    let screened = tally(source(5_000), chunk: 77)
    let left = try #require(screened.rejected[.screened])
    #expect(screened.points.count + left == all.points.count)
    #expect(left > all.points.count / 2)
    #expect(screened.rejected[.kvMemory] == all.rejected[.kvMemory])
    let kept = Set(screened.points)
    for point in all.points {
      guard let means = Self.estimate(point) else {
        #expect(kept.contains(point), "a point that cannot be judged is passed on")
        continue
      }
      let isBeaten = all.points.contains { other in
        guard other.deployment.system == point.deployment.system, let better = Self.estimate(other) else {
          return false
        }
        return better.tpsUser >= 1.2 * means.tpsUser && better.tpsGPU >= 1.2 * means.tpsGPU
          && better.ttftMs <= means.ttftMs
      }
      if !kept.contains(point) { #expect(isBeaten) }
    }
  }

  @Test func whatIsPassedOnDoesNotDependOnHowItIsRead() {
    let one = tally(source(3_000), chunk: 3_000)
    for chunk in [1, 64, 999] { #expect(tally(source(3_000), chunk: chunk) == one) }
  }

  @Test func aSourceThatIsStoppedIsNotReady() {
    var source = source(100_000)
    #expect(!source.prepare { $0 < 10_000 })
  }

  /// Ctrl-C while points are estimated: nothing is measured, and the run can go on.
  @Test func anInterruptedScreeningLeavesAnInterruptedRun() async throws {
    let directory = try TemporaryDirectory()
    let store = try ResultStore(path: directory.path("explore.sqlite"))
    let interruption = Interruption()
    let sweep = Sweep(benchmark: FakeBenchmark(), store: store, identity: .fake(1))
    let stopped = try await sweep.run(source(60_000), interruption: interruption) { progress in
      if progress.estimated ?? 0 > 0 { interruption.request() }
    }
    #expect(stopped.outcome == .interrupted)
    #expect(stopped.run.counters.done == 0)
    let resumed = try await sweep.run(source(60_000))
    #expect(resumed.outcome == .complete && resumed.wasResumed)
    #expect(resumed.run.counters.rejected["screened"] ?? 0 > 0)
  }
}
