import ServingModel

/// Weighted values that become a distribution.
struct SampleColumn: ~Copyable {
  struct Sample: BitwiseCopyable {
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

  /// - Parameter value: not negative.
  mutating func append(_ value: Double, weight: Double) {
    samples[count] = Sample(value: value, weight: weight)
    count &+= 1
  }

  /// Percentiles by linear interpolation between the values at cumulated weights; equal weights give
  /// numpy's default definition.
  func distribution(_ order: inout PartialOrder) -> Distribution {
    var result = Distribution()
    if count == 0 { return result }
    var total = 0.0
    var sum = 0.0
    var low = samples[0]
    var high = samples[0]
    for index in 0..<count {
      let sample = samples[index]
      total += sample.weight
      sum += sample.weight * sample.value
      if sample.value < low.value { low = sample }
      // The last of the largest is the last in order.
      if sample.value >= high.value { high = sample }
    }
    if total <= 0 { return result }
    result.mean = sum / total
    result.minimum = low.value
    result.maximum = high.value
    var squares = 0.0
    for index in 0..<count {
      let distance = samples[index].value - result.mean
      squares += samples[index].weight * distance * distance
    }
    result.standardDeviation = (squares / total).squareRoot()
    order.arrange(UnsafeBufferPointer(rebasing: samples[0..<count]), from: low.value, through: high.value)
    let span = total - high.weight
    result.setPercentiles { order.value(atWeight: $0 * span) }
    return result
  }
}
