import ServingModel

/// Weighted values that become a distribution.
struct SampleColumn: ~Copyable {
  private struct Sample: BitwiseCopyable {
    var value: Double
    var weight: Double
  }

  private var samples = UnsafeMutableBufferPointer<Sample>.allocate(capacity: 64)
  private var count = 0

  init() {}

  deinit { samples.deallocate() }

  mutating func reset() { count = 0 }

  mutating func reserve(adding more: Int) {
    if count + more <= samples.count { return }
    let larger = UnsafeMutableBufferPointer<Sample>.allocate(capacity: max(count + more, 2 * count))
    for index in 0..<count { larger[index] = samples[index] }
    samples.deallocate()
    samples = larger
  }

  mutating func append(_ value: Double, weight: Double) {
    samples[count] = Sample(value: value, weight: weight)
    count &+= 1
  }

  /// Percentiles by linear interpolation between the values at cumulated weights; equal weights give
  /// numpy's default definition. Sorts the column.
  mutating func distribution() -> Distribution {
    var result = Distribution()
    if count == 0 { return result }
    var sorted = UnsafeMutableBufferPointer(rebasing: samples[0..<count])
    sorted.sort { $0.value < $1.value }
    var total = 0.0
    var sum = 0.0
    for sample in sorted {
      total += sample.weight
      sum += sample.weight * sample.value
    }
    if total <= 0 { return result }
    result.mean = sum / total
    var squares = 0.0
    for sample in sorted {
      squares += sample.weight * (sample.value - result.mean) * (sample.value - result.mean)
    }
    result.standardDeviation = (squares / total).squareRoot()
    result.minimum = sorted[0].value
    result.maximum = sorted[count - 1].value
    var index = 0
    var below = 0.0
    let span = total - sorted[count - 1].weight
    func at(_ quantile: Double) -> Double {
      let goal = quantile * span
      while index + 1 < sorted.count && below + sorted[index].weight <= goal {
        below += sorted[index].weight
        index += 1
      }
      if index + 1 >= sorted.count { return sorted[sorted.count - 1].value }
      let share = max(0, (goal - below) / sorted[index].weight)
      return sorted[index].value + (sorted[index + 1].value - sorted[index].value) * share
    }
    result.setPercentiles(at)
    return result
  }
}
