public import ServingModel

/// A measured row beside its prediction.
public struct ValidatedRow: Sendable {
  public var measured: MeasuredRow
  /// Mean time to first token, milliseconds.
  public var ttftMs: Double
  /// Mean time per output token, milliseconds.
  public var tpotMs: Double
  public var confidence: Confidence

  public init(measured: MeasuredRow, prediction: Measurement) {
    self.measured = measured
    ttftMs = prediction.ttftMs.mean
    tpotMs = prediction.tpotMs.mean
    confidence = prediction.confidence
  }

  /// Output tokens per second per GPU of the prediction, by the same law as the measured one.
  var tpsGPU: Double {
    var row = measured
    row.ttftMs = ttftMs
    row.tpotMs = tpotMs
    return row.tpsGPU
  }
}

/// Errors of predictions, over all rows and by group.
public struct Validation: Sendable {
  /// What rows are grouped by.
  public enum Grouping: String, CaseIterable, Sendable {
    case engine, system, model, mode, concurrency, confidence
  }

  public struct Line: Sendable {
    public var grouping: String
    public var group: String
    public var tpot: ErrorSummary
    public var ttft: ErrorSummary
    public var tpsUser: ErrorSummary
    public var tpsGPU: ErrorSummary
  }

  public let lines: [Line]

  public init(_ rows: [ValidatedRow]) {
    var lines = [Self.line("all", "", rows)]
    for grouping in Grouping.allCases {
      let groups = Dictionary(grouping: rows) { Self.group($0, grouping) }
      lines += groups.keys.sorted().map {
        Self.line(grouping.rawValue, String($0.dropFirst(2)), groups[$0] ?? [])
      }
    }
    self.lines = lines
  }

  /// The group's name after two characters that put groups in order.
  private static func group(_ row: ValidatedRow, _ grouping: Grouping) -> String {
    let deployment = row.measured.point.deployment
    switch grouping {
    case .engine: return "0 " + deployment.engine.rawValue
    case .system: return "0 " + deployment.system
    case .model: return "0 " + deployment.model
    case .mode: return "0 " + deployment.topology.name
    case .confidence: return "\(row.confidence.rawValue) " + row.confidence.name
    case .concurrency:
      switch row.measured.point.workload.concurrency {
      case ...4: return "0 1-4"
      case ...16: return "1 5-16"
      case ...64: return "2 17-64"
      case ...256: return "3 65-256"
      default: return "4 257-"
      }
    }
  }

  private static func line(_ grouping: String, _ group: String, _ rows: [ValidatedRow]) -> Line {
    Line(
      grouping: grouping, group: group,
      tpot: ErrorSummary(ratios: rows.map { $0.tpotMs / $0.measured.tpotMs }),
      ttft: ErrorSummary(ratios: rows.map { $0.ttftMs / $0.measured.ttftMs }),
      tpsUser: ErrorSummary(ratios: rows.map { $0.measured.tpotMs / $0.tpotMs }),
      tpsGPU: ErrorSummary(ratios: rows.map { $0.tpsGPU / $0.measured.tpsGPU }))
  }
}
