import SeededNumbers
import Foundation
import ServingModel
import Testing

@testable import Calibration

@Suite struct IntervalModelTests {
  private typealias Standing = IntervalModel.Standing

  /// Skewed, as latencies are: slow runs are further off than fast ones.
  private static func left(_ random: inout SplitMix) -> Double {
    let score = random.normal()
    return score > 0 ? 0.15 * score : 0.08 * score
  }

  private static func scaled(
    _ value: Double, engine: Engine = .vllm, metric: CalibratedMetric = .tpot,
    confidence: Confidence = .interpolated
  ) -> IntervalModel.Scaled {
    .init(engine: engine, metric: metric, confidence: confidence, value: value)
  }

  private func interval(
    _ model: IntervalModel, standing: IntervalModel.Standing = .known, engine: Engine = .vllm,
    confidence: Confidence = .interpolated, predicted: Double = 1
  ) throws -> PredictionInterval {
    try #require(
      model.interval(
        predicted, size: 1, metric: .tpot, standing: standing, engine: engine, confidence: confidence))
  }

  @Test(arguments: [Engine.vllm, .sglang]) func newDrawsAreCovered(engine: Engine) throws {
    var random = SplitMix(state: 1)
    let model = IntervalModel([.known: (0..<2000).map { _ in Self.scaled(Self.left(&random)) }])
    let interval = try interval(model, engine: engine)
    let draws = (0..<10_000).map { _ in exp(Self.left(&random)) }
    func share(_ bounds: ClosedRange<Double>) -> Double {
      Double(draws.count { bounds.contains($0) }) / Double(draws.count)
    }
    #expect(abs(share(interval.p05...interval.p95) - 0.9) < 0.03)
    #expect(abs(share(interval.p10...interval.p90) - 0.8) < 0.03)
    #expect(abs(share(0...interval.p50) - 0.5) < 0.03)
  }

  @Test func fewHeldOutRowsAreHonest() {
    var random = SplitMix(state: 2)
    var covered = 0
    for _ in 0..<2_000 {
      let values = (0..<99).map { _ in random.normal() }
      let quantiles = IntervalModel.Quantiles(values)
      if (quantiles.p05...quantiles.p95).contains(random.normal()) { covered += 1 }
    }
    #expect(abs(Double(covered) / 2_000 - 0.9) < 0.03)
  }

  @Test func oneValueIsAllThatThereIs() {
    let quantiles = IntervalModel.Quantiles([0.3])
    #expect(
      [quantiles.p05, quantiles.p10, quantiles.p50, quantiles.p90, quantiles.p95].allSatisfy { $0 == 0.3 })
  }

  /// Sizes and numbers of held-out rows by standing, wider ones narrower or rarer than they should be.
  @Test(arguments: [
    ([1.0, 1.2, 2, 3], [200, 200, 200, 200]), ([1, 0.5, 0.7, 0.2], [200, 200, 200, 200]),
    ([1, 0.5, 0.7, 0.2], [70, 50, 70, 30]), ([0.2, 1, 0.1, 2], [30, 100, 30, 100]),
    ([2, 1, 1, 1], [100, 0, 100, 100]),
  ])
  func standingsOnlyGetWider(sizes: [Double], rows: [Int]) throws {
    var random = SplitMix(state: 3)
    var kept: [IntervalModel.Standing: [IntervalModel.Scaled]] = [:]
    for (standing, (size, count)) in zip(Standing.allCases, zip(sizes, rows)) {
      kept[standing] = (0..<count).map { _ in Self.scaled(size * Self.left(&random)) }
      // Another engine, so that all engines together differ from this one.
      kept[standing]? += (0..<80).map { _ in Self.scaled(0.3 * Self.left(&random), engine: .trtllm) }
    }
    let model = IntervalModel(kept)
    for engine in Engine.allCases {
      var before: PredictionInterval?
      for standing in Standing.allCases {
        let interval = try interval(model, standing: standing, engine: engine)
        let figures = [interval.p05, interval.p10, interval.p50, interval.p90, interval.p95]
        #expect(figures == figures.sorted())
        if let before {
          #expect(interval.p05 <= before.p05 && interval.p10 <= before.p10, "\(engine) \(standing)")
          #expect(interval.p90 >= before.p90 && interval.p95 >= before.p95, "\(engine) \(standing)")
        }
        before = interval
      }
    }
  }

  /// How much wider extrapolated rows scatter, and between what their intervals may be times as wide.
  @Test(arguments: [(0.3, 1.0...1.5), (1, 1.0...1.5), (3, 2.5...3.5)])
  func extrapolatedKernelsWidenAndNeverNarrow(size: Double, expected: ClosedRange<Double>) throws {
    var random = SplitMix(state: 4)
    var kept = (0..<1000).map { _ in Self.scaled(Self.left(&random)) }
    kept += (0..<1000).map { _ in Self.scaled(size * Self.left(&random), confidence: .extrapolated) }
    let model = IntervalModel([.known: kept])
    let widening = try #require(model.widening[.extrapolated])
    #expect(expected.contains(widening), "\(widening)")
    #expect(try #require(model.widening[.roofline]) >= widening && model.widening[.interpolated] == nil)
    let (usual, wide) = (try interval(model), try interval(model, confidence: .roofline))
    #expect(wide.p95 >= usual.p95 && wide.p05 <= usual.p05)
  }

  @Test func fewExtrapolatedRowsSayNothing() {
    let few = (0..<100).map { Self.scaled(Double($0), confidence: $0 < 10 ? .extrapolated : .measured) }
    let none = few.filter { $0.confidence == .measured }
    #expect(IntervalModel([.known: few]).widening == IntervalModel([.known: none]).widening)
  }

  @Test func whatIsZeroStaysZero() throws {
    let model = IntervalModel([.known: (0..<100).map { Self.scaled(Double($0) - 50) }])
    let interval = try interval(model, predicted: 0)
    #expect([interval.p05, interval.p10, interval.p50, interval.p90, interval.p95].allSatisfy { $0 == 0 })
    #expect(interval.quantile(0.99) == 0 && interval.quantile(0.01) == 0)
  }

  @Test func withoutHeldOutRowsThereIsNoInterval() {
    let model = IntervalModel([:])
    #expect(
      model.interval(1, size: 1, metric: .tpot, standing: .known, engine: .vllm, confidence: .measured) == nil
    )
  }
}
