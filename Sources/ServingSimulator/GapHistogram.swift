package import ServingModel

/// Gaps between the chunks of a response, in buckets of at most 0.8 % width.
///
/// A bucket is the exponent and the upper seven mantissa bits of the gap, so finding it takes a shift. Gaps
/// of a decode stretch grow linearly and are counted bucket by bucket, not one by one. Mean, deviation,
/// minimum and maximum are exact; percentiles are linear inside a bucket.
package struct GapHistogram: ~Copyable {
  private static let shift: UInt64 = 45
  /// Smallest gap told apart: 2^-20 ms. Smaller ones share the first bucket.
  private static let first = (1023 - 20) << 7
  private static let buckets = 52 << 7

  private let counts: UnsafeMutablePointer<Double>
  private var used = buckets..<buckets
  package private(set) var count = 0.0
  private var sum = 0.0
  private var squares = 0.0
  private var minimum = Double.infinity
  private var maximum = 0.0

  package init() {
    counts = .allocate(capacity: Self.buckets)
    counts.initialize(repeating: 0, count: Self.buckets)
  }

  deinit { counts.deallocate() }

  package mutating func reset() {
    if !used.isEmpty { (counts + used.lowerBound).update(repeating: 0, count: used.count) }
    used = Self.buckets..<Self.buckets
    count = 0
    sum = 0
    squares = 0
    minimum = .infinity
    maximum = 0
  }

  @inline(__always) private static func bucket(_ gap: Double) -> Int {
    min(max(Int(truncatingIfNeeded: gap.bitPattern >> shift) - first, 0), buckets - 1)
  }

  private static func lowerBound(_ bucket: Int) -> Double {
    Double(bitPattern: UInt64(bucket + first) << shift)
  }

  /// Counts one gap of `weight` sequences.
  package mutating func add(_ gap: Double, weight: Double) {
    addSeries(first: gap, growth: 0, iterations: 1, weight: weight)
  }

  /// Counts gaps first, first + growth, … of `weight` sequences each.
  package mutating func addSeries(first: Double, growth: Double, iterations: Int, weight: Double) {
    if iterations <= 0 || weight <= 0 { return }
    let number = Double(iterations)
    let pairs = number * (number - 1)
    let last = first + growth * (number - 1)
    count += weight * number
    sum += weight * (number * first + growth * pairs * 0.5)
    squares +=
      weight
      * (number * first * first + first * growth * pairs + growth * growth * pairs * (2 * number - 1) / 6)
    let low = min(first, last)
    let high = max(first, last)
    minimum = min(minimum, low)
    maximum = max(maximum, high)
    let lowBucket = Self.bucket(low)
    let highBucket = Self.bucket(high)
    used = min(used.lowerBound, lowBucket)..<max(used.isEmpty ? 0 : used.upperBound, highBucket + 1)
    if lowBucket == highBucket {
      counts[lowBucket] += weight * number
      return
    }
    let step = abs(growth)
    var done = 0
    for bucket in lowBucket..<highBucket {
      let below = ((Self.lowerBound(bucket + 1) - low) / step).rounded(.up)
      let next = below < number ? max(done, Int(below)) : iterations
      counts[bucket] += weight * Double(next - done)
      done = next
    }
    counts[highBucket] += weight * Double(iterations - done)
  }

  /// Adds another histogram's gaps, each counted `scale` times.
  package mutating func add(_ other: borrowing GapHistogram, scale: Double) {
    for bucket in other.used { counts[bucket] += scale * other.counts[bucket] }
    if !other.used.isEmpty {
      used =
        used.isEmpty
        ? other.used
        : min(used.lowerBound, other.used.lowerBound)..<max(used.upperBound, other.used.upperBound)
    }
    count += scale * other.count
    sum += scale * other.sum
    squares += scale * other.squares
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  package func distribution() -> Distribution {
    var result = Distribution()
    if count <= 0 { return result }
    result.mean = sum / count
    result.standardDeviation = max(0, squares / count - result.mean * result.mean).squareRoot()
    result.minimum = minimum
    result.maximum = maximum
    var bucket = used.lowerBound
    var below = 0.0
    func at(_ quantile: Double) -> Double {
      let rank = quantile * count
      while bucket + 1 < used.upperBound && below + counts[bucket] < rank {
        below += counts[bucket]
        bucket += 1
      }
      let low = Self.lowerBound(bucket)
      let share = counts[bucket] > 0 ? min(1, max(0, (rank - below) / counts[bucket])) : 0
      return min(maximum, max(minimum, low + (Self.lowerBound(bucket + 1) - low) * share))
    }
    result.setPercentiles(at)
    return result
  }
}
