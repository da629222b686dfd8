/// Samples in buckets of rising values, each sorted only when it is looked into.
///
/// A distribution asks for nine percentiles of thousands of samples: bringing them into buckets takes two passes, and
/// sorting the few buckets with a percentile in them next to nothing.
struct PartialOrder: ~Copyable {
  private typealias Sample = SampleColumn.Sample

  private var samples = Pool<Sample>()
  private var starts = Pool<Int>()
  private var weights = Pool<Double>()
  private var bucketCount = 0
  private var largest = 0.0

  // The walk over the samples in order: behind `index` lie samples of the weight `below`.
  private var bucket = 0
  private var index = 0
  private var below = 0.0
  /// Buckets before this one, and `bucket` itself, are sorted or passed over.
  private var sortedBuckets = 0

  init() {}

  /// Takes samples, all of them between `low` and `high`, and stands before the first.
  mutating func arrange(
    _ source: UnsafeBufferPointer<SampleColumn.Sample>, from low: Double, through high: Double
  ) {
    let count = source.count
    largest = high
    // Equal values, or few of them, need no buckets.
    let bits = count < 48 || low == high ? 0 : min(12, Int.bitWidth - count.leadingZeroBitCount - 2)
    let least = low.bitPattern
    // As integers, the bits of numbers that are not negative are in the numbers' order.
    let shift = UInt64(max(0, 64 - (high.bitPattern - least).leadingZeroBitCount - bits))
    bucketCount = Int((high.bitPattern - least) >> shift) + 1
    let ordered = samples.reserve(count)
    let starts = starts.reserve(bucketCount + 1)
    let weights = weights.reserve(bucketCount)
    starts.update(repeating: 0, count: bucketCount + 1)
    weights.update(repeating: 0, count: bucketCount)
    for sample in source {
      let bucket = Int((sample.value.bitPattern - least) >> shift)
      starts[bucket] &+= 1
      weights[bucket] += sample.weight
    }
    var end = 0
    for bucket in 0...bucketCount {
      let size = starts[bucket]
      starts[bucket] = end
      end &+= size
    }
    for sample in source {
      let bucket = Int((sample.value.bitPattern - least) >> shift)
      ordered[starts[bucket]] = sample
      starts[bucket] &+= 1
    }
    // Each start has moved to the next one's place.
    for bucket in stride(from: bucketCount, to: 0, by: -1) { starts[bucket] = starts[bucket - 1] }
    starts[0] = 0
    self.bucket = 0
    index = 0
    below = 0
    sortedBuckets = 0
  }

  /// The value at a cumulated weight, linear between the samples on its two sides. Weights must not fall from call
  /// to call.
  mutating func value(atWeight goal: Double) -> Double {
    let starts = starts.base
    let weights = weights.base
    let ordered = samples.base
    let last = starts[bucketCount] - 1
    while true {
      // Whole buckets first, as long as none of this one's samples has been passed.
      while index == starts[bucket] && bucket + 1 < bucketCount && below + weights[bucket] <= goal {
        below += weights[bucket]
        bucket += 1
        index = starts[bucket]
      }
      sort(bucket)
      while index < min(starts[bucket + 1], last) && below + ordered[index].weight <= goal {
        below += ordered[index].weight
        index += 1
      }
      if index < starts[bucket + 1] || bucket + 1 >= bucketCount { break }
      bucket += 1
    }
    if index >= last { return largest }
    let share = max(0, (goal - below) / ordered[index].weight)
    return ordered[index].value + (next(ordered) - ordered[index].value) * share
  }

  /// The value behind `index`: it may lie in a later bucket.
  private mutating func next(_ ordered: UnsafeMutablePointer<SampleColumn.Sample>) -> Double {
    let starts = starts.base
    if index + 1 == starts[bucket + 1] {
      var later = bucket + 1
      while starts[later + 1] == index + 1 { later += 1 }
      var least = ordered[index + 1].value
      for place in starts[later]..<starts[later + 1] { least = min(least, ordered[place].value) }
      return least
    }
    return ordered[index + 1].value
  }

  /// Sorts a bucket that has not been sorted before.
  private mutating func sort(_ bucket: Int) {
    if bucket < sortedBuckets { return }
    sortedBuckets = bucket + 1
    let starts = starts.base
    let from = starts[bucket]
    let size = starts[bucket + 1] - from
    if size < 2 { return }
    var members = UnsafeMutableBufferPointer(start: samples.base + from, count: size)
    members.sort { $0.value < $1.value }
  }
}
