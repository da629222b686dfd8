import Calibration
import Reporting
import ServingModel

/// A table of points with its predictions beside it, as CSV.
struct PredictionText {
  /// The columns that are added, in their order.
  static let columns = [
    "ttft_ms", "tpot_ms", "tps_user", "tps_gpu", "ttft_p05", "ttft_p50", "ttft_p95", "tpot_p05", "tpot_p50",
    "tpot_p95", "confidence", "status",
  ]

  /// The names under which columns of the input appear that are called as a new one is.
  let renamed: [String: String]
  private let table: PointTable

  init(_ table: PointTable) {
    self.table = table
    var taken = Set(table.columns.map(\.name)).union(Self.columns)
    var renamed: [String: String] = [:]
    for column in table.columns where Self.columns.contains(column.name) {
      let isFigure = ["ttft_ms", "tpot_ms", "tps_user", "tps_gpu"].contains(column.name)
      let base = (isFigure ? "measured_" : "input_") + column.name
      var name = base
      var number = 2
      while taken.contains(name) {
        name = "\(base)_\(number)"
        number += 1
      }
      taken.insert(name)
      renamed[column.name] = name
    }
    self.renamed = renamed
  }

  /// The whole file. - Complexity: O(rows).
  /// - Parameter outcomes: of the rows that are points, in their order.
  func csv(_ outcomes: [PredictionRun.Outcome]) -> String {
    var text = table.hasByteOrderMark ? "\u{FEFF}" : ""
    text += (table.columns.map { renamed[$0.name] ?? $0.text } + Self.columns).joined(separator: ",")
    text += table.lineEnd
    var outcome = outcomes.makeIterator()
    for row in table.rows {
      text += row.text + "," + Self.fields(row, &outcome).joined(separator: ",") + table.lineEnd
    }
    return text
  }

  private static func fields(
    _ row: PointRow, _ outcomes: inout IndexingIterator<[PredictionRun.Outcome]>
  ) -> [String] {
    switch row.point {
    case .failure(let problem):
      let column = problem.column.isEmpty ? "" : "column `\(problem.column)`: "
      return failed(column + problem.reason)
    case .success:
      switch outcomes.next() {
      case .success(let prediction): return figures(prediction)
      case .failure(let failure): return failed(failure.reason)
      case nil: return failed("the row was not reached")
      }
    }
  }

  private static func figures(_ prediction: RowPrediction) -> [String] {
    let intervals = prediction.intervals
    let figures: [Double?] = [
      prediction.ttftMs, prediction.tpotMs, prediction.tpsUser, prediction.tpsGPU, intervals?.ttftMs.p05,
      intervals?.ttftMs.p50, intervals?.ttftMs.p95, intervals?.tpotMs.p05, intervals?.tpotMs.p50,
      intervals?.tpotMs.p95,
    ]
    let status = prediction.doubt.map { "warning: \($0)" } ?? "ok"
    return figures.map { $0.map(\.description) ?? "" }
      + ["\(prediction.confidence.name)/\(prediction.level.name)", CSVField.quoted(status)]
  }

  private static func failed(_ reason: String) -> [String] {
    Array(repeating: "", count: columns.count - 1) + [CSVField.quoted("error: \(reason)")]
  }
}
