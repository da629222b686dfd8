/// How much slower than predicted a real server is at one quantile: what each predicted latency is times there.
///
/// Intervals are known of mean TTFT and mean TPOT; percentiles over requests scale as their means do. Request
/// latency takes both at the same quantile, as if a server that is slow in one were as slow in the other: where the
/// two depend less on each other, the interval of the latency is narrower than this one.
public struct LatencyFactors: Sendable, Hashable {
  /// Of time to first token.
  public var ttft: Double
  /// Of time per output token after the first, and of gaps between chunks. Not a number where there is no such token.
  public var tpot: Double
  /// Of request latency. At fixed concurrency, requests per second are divided by it (Little's law).
  public var latency: Double
}

extension Measurement {
  /// The factors that a share of real measurements stays below; none without intervals.
  /// - Parameter share: above 0 and below 1; 0.95 is slow.
  public func latencyFactors(share: Double) -> LatencyFactors? {
    latencyFactors(score: NormalScore.score(share))
  }

  /// The same for a share given by its normal score, for callers that ask of many points.
  public func latencyFactors(score: Double) -> LatencyFactors? {
    intervals.map {
      $0.latencyFactors(score: score, ttftMean: ttftMs.mean, tpotMean: tpotMs.mean, e2eMean: e2eMs.mean)
    }
  }

  /// The factors at both ends of the 90 % interval; none without intervals.
  public var latencyFactors90: (fast: LatencyFactors, slow: LatencyFactors)? {
    guard let fast = latencyFactors(score: NormalScore.kept[0]),
      let slow = latencyFactors(score: NormalScore.kept[4])
    else { return nil }
    return (fast, slow)
  }
}

extension PredictionIntervals {
  /// The factors at a quantile, for predicted means in milliseconds.
  public func latencyFactors(
    score: Double, ttftMean: Double, tpotMean: Double, e2eMean: Double
  ) -> LatencyFactors {
    let ttft = ttftMs.quantile(score: score)
    let tpot = tpotMs.quantile(score: score) / tpotMean
    // One output token has no time after the first.
    let rest = max(0, e2eMean - ttftMean)
    let slow = ttft + (rest > 0 ? rest * tpot : 0)
    return LatencyFactors(ttft: ttft / ttftMean, tpot: tpot, latency: slow / (ttftMean + rest))
  }
}
