public import ServingModel

/// Where a real measurement of a rate or latency would lie in 90 of 100 cases: from its 5th to its 95th percentile.
public struct Interval90: Sendable, Hashable {
  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

extension FrontierAxis {
  /// The rate where latencies are so many times those predicted.
  ///
  /// Rates between tokens go with 1 / TPOT. Rates over whole requests go with 1 / latency: of one user by their
  /// definition, of a GPU by Little's law at fixed concurrency.
  public func value(of measurement: Measurement, at factors: LatencyFactors) -> Double {
    switch self {
    case .tpsUser, .interactivity: value(of: measurement) / factors.tpot
    case .e2eTpsUser, .tpsGPU, .totalTpsGPU: value(of: measurement) / factors.latency
    }
  }

  /// The 90 % interval of the rate, tokens/s; none without intervals.
  public func interval(of measurement: Measurement) -> Interval90? {
    measurement.latencyFactors90.map { ends in
      Interval90(low: value(of: measurement, at: ends.slow), high: value(of: measurement, at: ends.fast))
    }
  }
}

extension LatencyStatistic {
  /// The 90 % interval of a statistic of TTFT, milliseconds; none without intervals.
  public func ttftInterval(of measurement: Measurement) -> Interval90? {
    let predicted = value(of: measurement.ttftMs)
    return measurement.latencyFactors90.map { ends in
      Interval90(low: predicted * ends.fast.ttft, high: predicted * ends.slow.ttft)
    }
  }
}
