import Foundation
import Reporting
import ResultStore

/// Runs as text and as JSON.
enum RunText {
  /// A line for each run, under a heading.
  static func list(_ runs: [Run], isInUse: (Run) -> Bool) -> String {
    let searches = max(7, runs.map(\.identity.search.count).max() ?? 0)
    func line(_ cells: [String]) -> String {
      let widths = [5, 12, 9, 7, 9, searches, 21]
      let numbers: Set = [0, 2, 3, 4]
      let padded = zip(cells, widths).enumerated().map { column, cell in
        pad(cell.0, cell.1, right: numbers.contains(column))
      }
      return (padded + cells.suffix(1)).joined(separator: " ") + "\n"
    }
    let rows = runs.map { run in
      let counters = run.counters
      return line([
        "\(run.id)", status(run, isInUse: isInUse(run)), "\(counters.done)", "\(counters.failed)",
        "\(counters.rejected.values.reduce(0, +))", run.identity.search, run.startedAt.ISO8601Format(),
        run.identity.spaceName,
      ])
    }
    let header = line(["run", "status", "points", "failed", "rejected", "search", "started", "space"])
    return header + rows.joined()
  }

  /// A run that says `running` while no process works on it was killed.
  static func status(_ run: Run, isInUse: Bool) -> String {
    run.status == .running && !isInUse ? "interrupted" : run.status.rawValue
  }

  /// - Parameter isInUse: whether a process works on the run.
  static func details(_ run: Run, isInUse: Bool = true) -> String {
    let counters = run.counters
    let identity = run.identity
    var lines = [
      "run        \(run.id), \(status(run, isInUse: isInUse))",
      "space      \(identity.spaceName) (\(identity.spaceHash))",
      "search     \(identity.search)\(identity.budget.map { ", budget \($0)" } ?? ""), seed \(identity.seed)",
      "benchmark  \(run.benchmark.method) \(run.benchmark.version)",
      "points     \(counters.done) (\(counters.measured) measured, \(counters.reused) from the store), "
        + "\(counters.failed) failed",
    ]
    let rejected = counters.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    lines.append("rejected   \(rejected.map(\.value).reduce(0, +))")
    for (rule, count) in rejected {
      lines.append("           " + pad("\(count)", 9, right: true) + "  " + rule)
    }
    lines.append("started    \(run.startedAt.ISO8601Format())")
    if let end = run.finishedAt { lines.append("finished   \(end.ISO8601Format())") }
    lines.append("program    explore \(identity.programVersion): \(identity.commandLine)")
    return lines.joined(separator: "\n") + "\n"
  }

  static func json(_ run: Run, isInUse: Bool = true) -> JSONText {
    let counters = run.counters
    let identity = run.identity
    return .object([
      .init("run", .integer(Int(run.id))), .init("status", .string(status(run, isInUse: isInUse))),
      .init("space", .string(identity.spaceName)), .init("space_hash", .string(identity.spaceHash)),
      .init("search", .string(identity.search)),
      .init("budget", identity.budget.map { .integer(Int($0)) } ?? .null),
      .init("seed", .string(String(identity.seed))),
      .init("method", .string(run.benchmark.method)), .init("version", .string(run.benchmark.version)),
      .init("points", .integer(Int(counters.done))), .init("measured", .integer(Int(counters.measured))),
      .init("reused", .integer(Int(counters.reused))), .init("failed", .integer(Int(counters.failed))),
      .init(
        "rejected",
        .object(counters.rejected.sorted { $0.key < $1.key }.map { .init($0.key, .integer(Int($0.value))) })),
      .init("started", .string(run.startedAt.ISO8601Format())),
      .init("finished", run.finishedAt.map { .string($0.ISO8601Format()) } ?? .null),
      .init("program", .string(identity.programVersion)), .init("command", .string(identity.commandLine)),
    ])
  }

  static func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, width - text.count))
    return right ? fill + text : text + fill
  }
}
