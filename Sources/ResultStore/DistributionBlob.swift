public import ServingModel

/// The four distributions of a measurement as 4 x 13 little-endian doubles, exact to the bit.
enum DistributionBlob {
  static let count = 4 * Distribution.figureNames.count

  static func withBytes<Value>(
    of measurement: Measurement, _ body: (UnsafeRawBufferPointer) throws -> Value
  ) rethrows -> Value {
    try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { buffer in
      var position = 0
      func put(_ distribution: Distribution) {
        distribution.forEachFigure { value in
          buffer[position] = value.bitPattern.littleEndian
          position += 1
        }
      }
      put(measurement.ttftMs)
      put(measurement.tpotMs)
      put(measurement.itlMs)
      put(measurement.e2eMs)
      return try body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Fills the distributions of `measurement`; says no where the bytes are not as many as they should be.
  static func read(_ bytes: UnsafeRawBufferPointer, into measurement: inout Measurement) -> Bool {
    guard bytes.count == count * 8 else { return false }
    let width = Distribution.figureNames.count
    func distribution(_ index: Int) -> Distribution {
      Distribution { figure in
        let offset = (index * width + figure) * 8
        let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return Double(bitPattern: UInt64(littleEndian: bits))
      }
    }
    measurement.ttftMs = distribution(0)
    measurement.tpotMs = distribution(1)
    measurement.itlMs = distribution(2)
    measurement.e2eMs = distribution(3)
    return true
  }
}

extension Distribution {
  /// The figures in the order in which the store keeps them.
  public static let figureNames = [
    "mean", "std", "min", "max", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99",
  ]

  func forEachFigure(_ body: (Double) -> Void) {
    body(mean)
    body(standardDeviation)
    body(minimum)
    body(maximum)
    body(p1)
    body(p5)
    body(p10)
    body(p25)
    body(p50)
    body(p75)
    body(p90)
    body(p95)
    body(p99)
  }

  init(figure: (Int) -> Double) {
    self.init()
    mean = figure(0)
    standardDeviation = figure(1)
    minimum = figure(2)
    maximum = figure(3)
    p1 = figure(4)
    p5 = figure(5)
    p10 = figure(6)
    p25 = figure(7)
    p50 = figure(8)
    p75 = figure(9)
    p90 = figure(10)
    p95 = figure(11)
    p99 = figure(12)
  }
}

extension Measurement {
  /// Whether every figure is a number: SQLite stores what is not as NULL, and no frontier can rank it.
  var isFinite: Bool {
    var sum =
      requestsPerSecond + outputTokensPerSecond + inputTokensPerSecond + tpsUser + e2eTpsUser
      + meanConcurrency
    // Zero times anything finite is zero; times infinity or NaN it is NaN.
    sum *= 0
    for distribution in [ttftMs, tpotMs, itlMs, e2eMs] {
      distribution.forEachFigure { sum += $0 * 0 }
    }
    if let intervals {
      for interval in [intervals.ttftMs, intervals.tpotMs] {
        sum += (interval.p05 + interval.p10 + interval.p50 + interval.p90 + interval.p95) * 0
      }
    }
    return sum == 0
  }
}
