/// How far a predicted figure is from measured kernels, best first.
public enum Confidence: UInt8, CaseIterable, Codable, Sendable, Comparable {
  /// Every kernel that counts was measured at this very shape.
  case measured = 0
  /// Between measured shapes.
  case interpolated = 1
  /// Beyond the measured range.
  case extrapolated = 2
  /// No table: the larger of arithmetic and memory time.
  case roofline = 3

  public static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }

  /// The word shown in tables and stored in exports.
  public var name: String {
    switch self {
    case .measured: "measured"
    case .interpolated: "interpolated"
    case .extrapolated: "extrapolated"
    case .roofline: "roofline"
    }
  }

  public init?(name: String) {
    guard let match = Confidence.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// A distribution over requests (or over token gaps): its mean, spread and percentiles.
public struct Distribution: Codable, Sendable, Hashable {
  public var mean = 0.0
  public var standardDeviation = 0.0
  public var minimum = 0.0
  public var maximum = 0.0
  public var p1 = 0.0
  public var p5 = 0.0
  public var p10 = 0.0
  public var p25 = 0.0
  public var p50 = 0.0
  public var p75 = 0.0
  public var p90 = 0.0
  public var p95 = 0.0
  public var p99 = 0.0

  public init() {}

  /// Percentiles of sorted values by linear interpolation between closest ranks (numpy's default).
  /// - Complexity: O(n).
  public init(sorted values: some RandomAccessCollection<Double>) {
    guard !values.isEmpty else { return }
    let count = values.count
    func at(_ quantile: Double) -> Double {
      let position = quantile * Double(count - 1)
      let lower = Int(position)
      let first = values[values.index(values.startIndex, offsetBy: lower)]
      guard lower + 1 < count else { return first }
      let second = values[values.index(values.startIndex, offsetBy: lower + 1)]
      return first + (second - first) * (position - Double(lower))
    }
    var sum = 0.0
    for value in values { sum += value }
    mean = sum / Double(count)
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    standardDeviation = (squares / Double(count)).squareRoot()
    minimum = at(0)
    maximum = at(1)
    setPercentiles(at)
  }
}

extension Distribution {
  /// Multiplies every figure by a factor above 0.
  public mutating func scale(by factor: Double) {
    mean *= factor
    standardDeviation *= factor
    minimum *= factor
    maximum *= factor
    p1 *= factor
    p5 *= factor
    p10 *= factor
    p25 *= factor
    p50 *= factor
    p75 *= factor
    p90 *= factor
    p95 *= factor
    p99 *= factor
  }

  /// Raises every percentile to at least that of another distribution; mean and deviation stay.
  public mutating func raisePercentiles(to other: Distribution) {
    minimum = max(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    p1 = max(p1, other.p1)
    p5 = max(p5, other.p5)
    p10 = max(p10, other.p10)
    p25 = max(p25, other.p25)
    p50 = max(p50, other.p50)
    p75 = max(p75, other.p75)
    p90 = max(p90, other.p90)
    p95 = max(p95, other.p95)
    p99 = max(p99, other.p99)
  }

  /// Fills all percentiles from a function of the quantile, asked in rising order.
  public mutating func setPercentiles(_ at: (Double) -> Double) {
    p1 = at(0.01)
    p5 = at(0.05)
    p10 = at(0.10)
    p25 = at(0.25)
    p50 = at(0.50)
    p75 = at(0.75)
    p90 = at(0.90)
    p95 = at(0.95)
    p99 = at(0.99)
  }
}

/// What a benchmark found at one point. Times in milliseconds, rates per second.
public struct Measurement: Codable, Sendable, Hashable {
  /// Time to first token, over requests.
  public var ttftMs = Distribution()
  /// Time per output token after the first, (E2E - TTFT) / (output - 1), over requests.
  public var tpotMs = Distribution()
  /// Gaps between chunks as they leave the server, over gaps.
  public var itlMs = Distribution()
  /// Request latency, over requests.
  public var e2eMs = Distribution()
  /// Completed requests per second.
  public var requestsPerSecond = 0.0
  /// Output tokens per second over the whole deployment.
  public var outputTokensPerSecond = 0.0
  /// Input tokens per second over the whole deployment.
  public var inputTokensPerSecond = 0.0
  /// Mean over requests of 1 / TPOT, tokens/s (genai-perf, aiperf).
  public var tpsUser = 0.0
  /// Mean over requests of output tokens / latency, tokens/s.
  public var e2eTpsUser = 0.0
  /// Requests in flight, time average: Little's law ties it to rate and latency.
  public var meanConcurrency = 0.0
  /// Requests behind the figures.
  public var requests = 0
  /// GPUs behind the figures: all of them, prefill and decode.
  public var gpus = 0
  public var confidence = Confidence.measured
  /// What a real server would show, where the figures are predicted and calibrated; none for measured ones.
  public var intervals: PredictionIntervals?

  public init() {}

  /// Output tokens per second per GPU, prefill and decode GPUs alike.
  public var tpsGPU: Double { outputTokensPerSecond / Double(max(1, gpus)) }
  /// Input and output tokens per second per GPU.
  public var totalTpsGPU: Double {
    (inputTokensPerSecond + outputTokensPerSecond) / Double(max(1, gpus))
  }
  /// 1000 / median TPOT, tokens/s (InferenceX).
  public var interactivity: Double { tpotMs.p50 > 0 ? 1000 / tpotMs.p50 : 0 }
}
