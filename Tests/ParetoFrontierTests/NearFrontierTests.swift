import SeededNumbers
import FrontierPoints
import ParetoFrontier
import ServingModel
import Testing

@Suite struct NearFrontierTests {
  private func points(_ count: Int, seed: UInt64) -> [SteadyStateMeans] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in
      let load = Double.random(in: 0.05...1, using: &generator)
      let quality = Double.random(in: 0.5...1, using: &generator)
      return SteadyStateMeans(
        ttftMs: Double.random(in: 50...5_000, using: &generator), tpotMs: 8 / (quality * (1.05 - load)),
        requestsPerSecond: 20 * load * quality, outputTokens: 100,
        gpus: [4, 8, 16, 32].randomElement(using: &generator) ?? 8)
    }
  }

  private func isBetter(_ one: SteadyStateMeans, _ other: SteadyStateMeans, by factor: Double) -> Bool {
    one.tpsUser >= factor * other.tpsUser && one.tpsGPU >= factor * other.tpsGPU && one.ttftMs <= other.ttftMs
      && one.gpus <= other.gpus
  }

  /// Against all pairs: what is left out has a better point, and what no point comes near to beating is in.
  @Test func aPointIsOutOnlyWhereAnotherIsClearlyBetter() {
    for seed in UInt64(1)...30 {
      let points = points(400, seed: seed)
      let margin = Double(seed % 4) * 0.1
      var near = NearFrontier(margin: margin)
      for point in points { near.add(point) }
      var out = 0
      for point in points {
        if near.mayHold(point) {
          // Members stand for points up to a hundredth better.
          #expect(
            !points.contains {
              isBetter($0, point, by: (1 + margin) * 1.03) && $0.ttftMs * 1.02 < point.ttftMs
            })
        } else {
          out += 1
          #expect(points.contains { isBetter($0, point, by: 1 + margin) })
        }
      }
      #expect(out > 0)
      #expect(near.count < points.count / 2)
    }
  }

  /// No frontier of the points themselves, under no limit on first tokens or GPUs, has a point that was left out.
  @Test func frontiersUnderLimitsAreKept() {
    for seed in UInt64(1)...20 {
      let points = points(500, seed: seed)
      var near = NearFrontier(margin: 0.001)
      for point in points { near.add(point) }
      for limit in [400.0, 1_500, .infinity] {
        for gpus in [8, 64] {
          let own = points.filter { $0.ttftMs <= limit && $0.gpus <= gpus }
          let front = ParetoFront.indices(x: own.map(\.tpsUser), y: own.map(\.tpsGPU))
          #expect(front.allSatisfy { near.mayHold(own[$0]) })
        }
      }
    }
  }
}
