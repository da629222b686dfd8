public import ServingModel

/// A measured row beside its prediction.
public struct ValidatedRow: Sendable {
  public var measured: MeasuredRow
  /// Predicted mean time to first token, milliseconds.
  public var ttftMs: Double
  /// Predicted mean time per output token, milliseconds.
  public var tpotMs: Double
  public var confidence: Confidence
  /// What a measurement would show; none where the prediction is not calibrated.
  public var intervals: PredictionIntervals?

  public init(
    measured: MeasuredRow, ttftMs: Double, tpotMs: Double, confidence: Confidence,
    intervals: PredictionIntervals? = nil
  ) {
    self.measured = measured
    self.ttftMs = ttftMs
    self.tpotMs = tpotMs
    self.confidence = confidence
    self.intervals = intervals
  }

  public init(measured: MeasuredRow, prediction: Measurement) {
    self.init(
      measured: measured, ttftMs: prediction.ttftMs.mean, tpotMs: prediction.tpotMs.mean,
      confidence: prediction.confidence, intervals: prediction.intervals)
  }

  /// Predicted output tokens per second and user, 1 / TPOT.
  public var tpsUser: Double { 1000 / tpotMs }

  /// Predicted output tokens per second per GPU, by the same law as the measured one.
  public var tpsGPU: Double {
    var row = measured
    row.ttftMs = ttftMs
    row.tpotMs = tpotMs
    return row.tpsGPU
  }

  /// The tokens per second and user that a share of measurements reaches; none without intervals.
  /// - Parameter confidence: the share, above 0 and below 1.
  public func tpsUserBound(_ confidence: Double) -> Double? {
    intervals.map { 1000 / $0.tpotMs.quantile(confidence) }
  }
}
