import ParetoFrontier
import Reporting
import ResultStore
import ServingModel

/// The points of a stored run that a question is about: those of its lengths, and of one model where it names one.
struct AskedPoints {
  let store: ResultStore
  let run: Run
  /// By row of the store.
  let scenarios: [Int64: Scenario]
  /// GPU types that may have points, by name.
  let systems: [String]
  let isMoE: (Point) -> Bool

  /// - Parameter model: nil: every model of the run.
  init(
    store: ResultStore, run: Run, isl: Int, osl: Int, model: String?, isMoE: @escaping (Point) -> Bool
  ) throws {
    self.store = store
    self.run = run
    self.isMoE = isMoE
    scenarios = try store.scenarios().filter { _, scenario in
      scenario.isl == isl && scenario.osl == osl && (model == nil || scenario.model == model)
    }
    systems = Set(scenarios.values.map(\.system)).sorted()
  }

  /// A number for each scenario asked for, from 0, equal for scenarios that `name` calls the same.
  func slots(_ name: (Scenario) -> String) -> [Int64: Int] {
    let names = Set(scenarios.values.map(name)).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return scenarios.compactMapValues { places[name($0)] }
  }

  /// Rows with all figures, in the order of keys: workers store points in any order, and equal questions must get
  /// equal answers, ties included.
  func rows(_ ids: some Sequence<Int64>) throws -> [ReportRow] {
    try store.details(Array(ids)).map { row($0) }.sorted { $0.key < $1.key }
  }

  /// Calls `body` with every point in the order of keys, and holds no more than their keys.
  func forEachRow(_ body: (ReportRow) throws -> Void) throws {
    var found: [(key: Int64, id: Int64)] = []
    let asked = slots(\.system)
    try store.forEachBlock(of: run.id, figures: []) { block in
      var group = GroupLookup(asked)
      for index in 0..<block.count where group(block.scenarios[index]) >= 0 {
        found.append((block.keys[index], block.ids[index]))
      }
    }
    found.sort { $0.key < $1.key }
    try store.forEachResult(found.map(\.id)) { try body(row($0)) }
  }

  private func row(_ result: StoredResult) -> ReportRow {
    ReportRow(
      key: result.key, run: String(result.run), point: result.point, measurement: result.measurement,
      isMoE: isMoE(result.point), method: result.benchmark.method)
  }
}

/// Looks up the group of a scenario or deployment; neighbouring points mostly share theirs.
struct GroupLookup {
  private let groups: [Int64: Int]
  private var last: (row: Int64, group: Int) = (-1, -1)

  init(_ groups: [Int64: Int]) { self.groups = groups }

  /// Negative for those that are not asked for.
  @inline(__always)
  mutating func callAsFunction(_ row: Int64) -> Int {
    if row != last.row { last = (row, groups[row] ?? -1) }
    return last.group
  }
}
