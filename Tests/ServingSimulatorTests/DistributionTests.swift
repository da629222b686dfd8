import Foundation
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
      var order = PartialOrder()
      let found = column.distribution(&order)
      let plain = Distribution(sorted: values.sorted())
      for path in Self.quantiles { #expect(abs(found[keyPath: path] - plain[keyPath: path]) < 1e-9) }
    }
  }

  /// Ties, long tails, two weights, many and few samples, in memory that other samples were in before.
  @Test func weightedPercentilesAreThoseOfTheSortedColumn() {
    var generator = SeededGenerator(state: 5)
    var order = PartialOrder()
    for round in 0..<300 {
      let count = Int.random(in: 1...(round % 10 == 0 ? 5_000 : 120), using: &generator)
      let steps = Double(Int.random(in: 1...1_000, using: &generator))
      let tail = Double.random(in: 0...12, using: &generator)
      let samples = (0..<count).map { index in
        let unit = (Double.random(in: 0..<1, using: &generator) * steps).rounded(.down) / steps
        return (value: exp(tail * unit) - 1, weight: index < count / 3 ? 0.25 : 1.5)
      }
      var column = SampleColumn()
      column.reserve(adding: count)
      for sample in samples { column.append(sample.value, weight: sample.weight) }
      let found = column.distribution(&order)
      let plain = Self.slowDistribution(samples)
      for path in Self.quantiles {
        #expect(abs(found[keyPath: path] - plain[keyPath: path]) <= 1e-9 * (1 + plain.maximum))
      }
      #expect(abs(found.standardDeviation - plain.standardDeviation) <= 1e-9 * (1 + plain.maximum))
    }
  }

  /// Walks over all samples in order for every percentile.
  private static func slowDistribution(_ samples: [(value: Double, weight: Double)]) -> Distribution {
    let sorted = samples.enumerated().sorted {
      ($0.element.value, $0.offset) < ($1.element.value, $1.offset)
    }.map(\.element)
    let total = sorted.reduce(0) { $0 + $1.weight }
    var result = Distribution()
    result.mean = sorted.reduce(0) { $0 + $1.value * $1.weight } / total
    result.minimum = sorted[0].value
    result.maximum = sorted[sorted.count - 1].value
    let mean = result.mean
    let variance = sorted.reduce(0) { $0 + $1.weight * ($1.value - mean) * ($1.value - mean) } / total
    result.standardDeviation = variance.squareRoot()
    result.setPercentiles { quantile in
      let goal = quantile * (total - sorted[sorted.count - 1].weight)
      var below = 0.0
      for (sample, next) in zip(sorted, sorted.dropFirst()) {
        if below + sample.weight > goal {
          return sample.value + (next.value - sample.value) * max(0, goal - below) / sample.weight
        }
        below += sample.weight
      }
      return sorted[sorted.count - 1].value
    }
    return result
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
