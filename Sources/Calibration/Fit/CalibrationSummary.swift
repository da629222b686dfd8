/// Where a calibration comes from and how good it is on rows that it was not fitted on.
public struct CalibrationSummary: Codable, Sendable, Hashable {
  /// Version of the program that fitted it.
  public var program: String
  /// Version of the simulator that it corrects; another one needs another calibration.
  public var simulator: String
  /// Files of measured rows, the shipped ones first.
  public var sources: [Source]
  /// Errors on held-out rows, as shares.
  public var errors: [HeldOutErrors]

  public struct Source: Codable, Sendable, Hashable {
    public var file: String
    /// Rows used, and rows that could not be read or simulated.
    public var rows: Int
    public var leftOut: Int
    /// Whose rows were added to those of the calibration before; none for those that all was fitted on.
    public var cluster: String?

    public init(file: String, rows: Int, leftOut: Int, cluster: String? = nil) {
      self.file = file
      self.rows = rows
      self.leftOut = leftOut
      self.cluster = cluster
    }
  }

  /// Errors of one figure on rows that were held out together.
  public struct HeldOutErrors: Codable, Sendable, Hashable {
    /// What was held out as a whole: `configuration`, `group` or `model`; `before` and `own` are an own
    /// cluster's rows by the calibration before and by one that had others of them.
    public var heldOut: String
    /// `tpot` or `ttft`.
    public var figure: String
    public var rows: Int
    public var mean: Double
    public var median: Double
    public var p90: Double
    public var bias: Double
    /// Share of measurements within the 90 % interval.
    public var coverage: Double?
  }
}

extension CalibrationSummary.HeldOutErrors {
  /// TPOT and TTFT of held-out rows.
  static func of(_ rows: [ValidatedRow], heldOut: String) -> [Self] {
    guard let line = Validation(rows).lines.first else { return [] }
    func errors(_ figure: String, _ errors: ErrorSummary, _ coverage: IntervalCoverage) -> Self {
      Self(
        heldOut: heldOut, figure: figure, rows: errors.count, mean: errors.mean, median: errors.median,
        p90: errors.p90, bias: errors.bias, coverage: coverage.count > 0 ? coverage.share : nil)
    }
    return [
      errors("tpot", line.tpot, line.tpotCoverage), errors("ttft", line.ttft, line.ttftCoverage),
    ]
  }
}
