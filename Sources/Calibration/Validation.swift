internal import ServingModel

/// Errors of predictions and coverage of their intervals, over all rows and by group.
public struct Validation: Sendable {
  /// What rows are grouped by.
  public enum Grouping: String, CaseIterable, Sendable {
    case engine, system, model, mode, concurrency, confidence, calibration
  }

  public struct Line: Sendable {
    /// A ``Grouping``'s name, or `all`.
    public var grouping: String
    /// The group's name; empty for all rows.
    public var group: String
    public var tpot: ErrorSummary
    public var ttft: ErrorSummary
    public var tpsUser: ErrorSummary
    public var tpsGPU: ErrorSummary
    public var tpotCoverage: IntervalCoverage
    public var ttftCoverage: IntervalCoverage

    public var rows: Int { tpot.count }
  }

  /// All rows first, then each grouping's groups in their order.
  public let lines: [Line]

  /// The line of all rows.
  public var all: Line { lines[0] }

  public init(_ rows: [ValidatedRow]) {
    var lines = [Self.line("all", "", rows)]
    let hasIntervals = rows.contains { $0.intervals != nil }
    for grouping in Grouping.allCases where grouping != .calibration || hasIntervals {
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
    case .calibration: return row.intervals.map { "\($0.level.rawValue) " + $0.level.name } ?? "9 no interval"
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
      tpsGPU: ErrorSummary(ratios: rows.map { $0.tpsGPU / $0.measured.tpsGPU }),
      tpotCoverage: IntervalCoverage(
        rows.compactMap { row in row.intervals.map { (row.measured.tpotMs, $0.tpotMs) } }),
      ttftCoverage: IntervalCoverage(
        rows.compactMap { row in row.intervals.map { (row.measured.ttftMs, $0.ttftMs) } }))
  }
}
