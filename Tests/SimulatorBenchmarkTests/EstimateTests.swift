import DesignSpace
import Foundation
import ServingModel
import SimulatorBenchmark
import Testing

/// The closed form against full simulations of real servers.
@Suite struct EstimateTests {
  @Test(arguments: [("deepseek-r1", UInt64(311)), ("general-moe-mla", 4_801), ("general-dense", 3_907)])
  func estimatesAreNearTheSimulation(space name: String, stride: UInt64) throws {
    let space = try BuiltInSpaces.named(name).load()
    let benchmark = SimulatorBenchmark()
    var rates: [Double] = []
    var users: [Double] = []
    for ordinal in Swift.stride(from: stride / 2, to: space.count, by: Int(stride)) {
      guard case .point(let point) = space.candidate(at: ordinal), point.workload.concurrency <= 512 else {
        continue
      }
      let simulated = try benchmark.simulate(point)
      let estimate = try benchmark.estimate(point)
      rates.append(abs(estimate.requestsPerSecond / simulated.requestsPerSecond - 1))
      users.append(abs(estimate.tpsUser / simulated.tpsUser - 1))
      #expect(estimate.gpus == simulated.gpus)
    }
    rates.sort()
    users.sort()
    try #require(rates.count >= 25, "\(rates.count) points")
    let (median, most) = (rates.count / 2, rates.count * 9 / 10)
    #expect(rates[median] < 0.02 && rates[most] < 0.08, "rate: \(rates[median]), \(rates[most])")
    #expect(users[median] < 0.02 && users[most] < 0.08, "user rate: \(users[median]), \(users[most])")
  }

  @Test func aPointThatCannotRunHasNoEstimate() throws {
    let space = try BuiltInSpaces.named("seed001-h100").load()
    guard case .point(var point) = space.candidate(at: 0) else { return }
    point.workload.isl = 50_000_000
    #expect(throws: PointFailure.self) { try SimulatorBenchmark().estimate(point) }
  }
}
