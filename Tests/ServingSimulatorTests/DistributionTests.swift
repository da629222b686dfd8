import ServingModel
import Testing

@testable import ServingSimulator

@Suite struct DistributionTests {
  @Test func equalWeightsGiveThePlainDistribution() {
    var generator = SeededGenerator(state: 7)
    for count in [1, 2, 5, 200] {
      let values = (0..<count).map { _ in Double.random(in: 1...9, using: &generator) }
      var column = SampleColumn()
      column.reserve(adding: count)
      for value in values { column.append(value, weight: 0.3) }
      let found = column.distribution()
      let plain = Distribution(sorted: values.sorted())
      for path in Self.quantiles { #expect(abs(found[keyPath: path] - plain[keyPath: path]) < 1e-9) }
    }
  }

  @Test func gapPercentilesAreWithinABucket() {
    var generator = SeededGenerator(state: 11)
    var histogram = GapHistogram()
    var values: [Double] = []
    for _ in 0..<300 {
      let first = Double.random(in: 0.5...60, using: &generator)
      let growth = Double.random(in: -0.002...0.02, using: &generator)
      let count = Int.random(in: 1...50, using: &generator)
      let weight = Int.random(in: 1...4, using: &generator)
      histogram.addSeries(first: first, growth: growth, iterations: count, weight: Double(weight))
      for index in 0..<count {
        values += Array(repeating: first + growth * Double(index), count: weight)
      }
    }
    values.sort()
    let found = histogram.distribution()
    let plain = Distribution(sorted: values)
    for path in Self.quantiles {
      #expect(abs(found[keyPath: path] / plain[keyPath: path] - 1) < 0.012)
    }
    #expect(histogram.count == Double(values.count))
    #expect(abs(found.standardDeviation / plain.standardDeviation - 1) < 1e-9)
    histogram.reset()
    #expect(histogram.distribution() == Distribution())
  }

  private static let quantiles: [any KeyPath<Distribution, Double> & Sendable] = [
    \.mean, \.minimum, \.maximum, \.p1, \.p5, \.p10, \.p25, \.p50, \.p75, \.p90, \.p95, \.p99,
  ]
}
