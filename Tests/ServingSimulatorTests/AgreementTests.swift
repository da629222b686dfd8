import ReferenceSimulator
import ServingModel
import ServingSimulator
import Testing

/// The event loop against the step-by-step simulator, to the last iteration.
@Suite struct AgreementTests {
  @Test func eventLoopEqualsStepByStep() throws {
    let arena = SimulationArena()
    var compared = 0
    for seed in UInt64(1)...800 {
      var generator = RandomScenario(seed: seed)
      let scenario = generator.scenario()
      let clients = clientsOfOneRun(scenario)
      let fast = try arena.trace(scenario, clients: clients)
      let plain = ReferenceSimulator(scenario, clients: clients).run()
      let difference = firstDifference(fast, plain)
      #expect(difference == nil, "seed \(seed): \(difference ?? "")")
      compared += plain.completions.count
    }
    #expect(compared > 10_000)
  }

  private func clientsOfOneRun(_ scenario: ServingScenario) -> Int {
    let clients = scenario.workload.concurrency
    switch scenario.lanes {
    case .aggregated(_, let lanes): return (clients + lanes - 1) / lanes
    case .disaggregated: return clients
    }
  }

  private func firstDifference(_ fast: SimulationTrace, _ plain: SimulationTrace) -> String? {
    if fast.completions.count != plain.completions.count {
      return "\(fast.completions.count) completions, not \(plain.completions.count)"
    }
    for (index, pair) in zip(fast.completions, plain.completions).enumerated() {
      let (one, other) = pair
      let same =
        one.number == other.number && one.prompt == other.prompt && one.output == other.output
        && near(one.sentMs, other.sentMs) && near(one.firstTokenMs, other.firstTokenMs)
        && near(one.finishMs, other.finishMs)
      if !same { return "completion \(index): \(one), not \(other)" }
    }
    if fast.iterations != plain.iterations { return "iterations \(fast.iterations), not \(plain.iterations)" }
    if !near(fast.windowStartMs, plain.windowStartMs) || !near(fast.windowEndMs, plain.windowEndMs) {
      return "another window"
    }
    if fast.gapCount != plain.gapCount { return "\(fast.gapCount) gaps, not \(plain.gapCount)" }
    let exact = [
      (fast.gaps.mean, plain.gaps.mean), (fast.gaps.minimum, plain.gaps.minimum),
      (fast.gaps.maximum, plain.gaps.maximum),
    ]
    if !exact.allSatisfy({ near($0, $1) }) { return "gaps \(fast.gaps), not \(plain.gaps)" }
    return nil
  }

  private func near(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-9 * max(1, abs(one), abs(other))
  }
}
