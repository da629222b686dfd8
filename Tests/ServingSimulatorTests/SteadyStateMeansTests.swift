import Foundation
import ServingModel
import ServingSimulator
import Testing

/// The closed form against the event loop; `EstimateTests` do the same on real servers.
@Suite struct SteadyStateMeansTests {
  @Test func littlesLawHoldsAndNothingIsNegative() throws {
    for seed in UInt64(1)...2_000 {
      var generator = RandomScenario(seed: seed)
      let scenario = generator.scenario()
      guard let means = try? scenario.steadyStateMeans() else { continue }
      let figures = [means.ttftMs, means.tpotMs, means.requestsPerSecond, means.e2eMs]
      #expect(figures.allSatisfy { $0.isFinite && $0 >= 0 }, "seed \(seed): \(means)")
      let inFlight = means.requestsPerSecond * means.e2eMs / 1000
      let clients = Double(scenario.workload.concurrency)
      #expect(abs(inFlight / clients - 1) < 1e-9, "seed \(seed): \(inFlight) of \(clients) requests")
    }
  }

  /// Where the simulation refuses a scenario, so does the estimate.
  @Test func whatCannotBeServedIsRefused() throws {
    let arena = SimulationArena()
    var refused = 0
    for seed in UInt64(1)...600 {
      var generator = RandomScenario(seed: seed)
      var scenario = generator.scenario()
      scenario.workload.isl *= seed % 2 == 0 ? 1 : 400
      var reason: SimulationError?
      do throws(SimulationError) { _ = try arena.measure(scenario) } catch { reason = error }
      guard let reason, case .neverAdmitted = reason else { continue }
      refused += 1
      #expect(throws: reason) { try scenario.steadyStateMeans() }
    }
    #expect(refused > 20)
  }

  /// One request at a time meets nobody: the estimate is the simulation, but for the mean over cached lengths.
  @Test func aSingleClientIsExact() throws {
    let arena = SimulationArena()
    for mtp in [0, 3] {
      for isl in [100, 4000, 20_000] {
        let scenario = ScenarioBuilder.aggregated(
          ScenarioBuilder.lane(mtp: mtp), isl: isl, osl: 200, concurrency: 1)
        let simulated = try arena.measure(scenario)
        let means = try scenario.steadyStateMeans()
        #expect(abs(means.tpotMs / simulated.tpotMs.mean - 1) < 0.01)
        #expect(abs(means.ttftMs / simulated.ttftMs.mean - 1) < 0.25, "isl \(isl), mtp \(mtp)")
        #expect(abs(means.requestsPerSecond / simulated.requestsPerSecond - 1) < 0.03)
      }
    }
  }
}
