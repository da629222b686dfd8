public import Calibration

/// What a validation found, as every form of output needs it.
public struct ValidationReport: Sendable {
  /// Measured rows of one kind, counted.
  public struct Count: Sendable, Hashable {
    public var reason: String
    public var rows: Int
    public init(reason: String, rows: Int) {
      self.reason = reason
      self.rows = rows
    }
  }

  /// Name of the file of measured rows, as the user gave it.
  public var file: String
  /// The program's version and that of the rules and tables behind the predictions.
  public var program: String
  public var benchmark: String
  /// Requests per client of the simulated runs.
  public var requestsPerClient: Int
  public var rows: [ValidatedRow]
  public var validation: Validation
  public var choices: ChoiceQuality
  /// Rows without prediction, by reason.
  public var leftOut: [Count]
  /// Rows that ran although a rule of the program rejects them, by rule.
  public var rejected: [Count]

  public init(
    file: String, program: String, benchmark: String, requestsPerClient: Int, rows: [ValidatedRow],
    choices: ChoiceQuality, leftOut: [Count] = [], rejected: [Count] = []
  ) {
    self.file = file
    self.program = program
    self.benchmark = benchmark
    self.requestsPerClient = requestsPerClient
    self.rows = rows
    self.choices = choices
    self.leftOut = leftOut
    self.rejected = rejected
    validation = Validation(rows)
  }
}
