import ReferenceSimulator
import ServingModel
import ServingSimulator
import Testing

@Suite struct ConfidenceTests {
  let arena = SimulationArena()

  @Test func theWorstKindThatCountsDecides() throws {
    var times = SyntheticTimes()
    times.confidence = .extrapolated
    // Long prompts and few outputs: iterations with prompt tokens take most of the time.
    let prompts = ScenarioBuilder.aggregated(ScenarioBuilder.lane(times), isl: 4000, osl: 4)
    #expect(try arena.measure(prompts).confidence == .extrapolated)
    times.confidence = .measured
    let all = ScenarioBuilder.aggregated(ScenarioBuilder.lane(times), isl: 4000, osl: 4)
    #expect(try arena.measure(all).confidence == .measured)
  }

  @Test func aKindThatTakesLittleTimeDoesNot() throws {
    var rough = SyntheticTimes()
    rough.confidence = .roofline
    var sure = SyntheticTimes()
    sure.confidence = .measured
    let scenario = ScenarioBuilder.disaggregated(
      prefill: ScenarioBuilder.lane(rough), decode: ScenarioBuilder.lane(sure), isl: 32, osl: 900,
      concurrency: 1)
    #expect(try arena.measure(scenario).confidence == .measured)
  }
}
