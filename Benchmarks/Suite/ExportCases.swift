import ParetoFrontier
import Reporting
import ServingModel
import SweepFakes

/// Files of 100,000 points.
enum ExportCases {
  static let all: [BenchmarkCase] = [
    BenchmarkCase(name: "export-csv") { effort in
      try figures("CSV export", effort) { CSVExport.text($0.rows) }
    },
    BenchmarkCase(name: "export-html") { effort in
      try figures("HTML export", effort) { HTMLExport.text($0) }
    },
  ]

  private static func figures(
    _ name: String, _ effort: Effort, _ export: (FrontierReport) -> String
  ) throws -> [Figure] {
    let count = effort.pick(100_000, quick: 20_000)
    let rows = (0..<count).map { index in
      let point = FakeSource.point(index)
      let seed = UInt64(bitPattern: point.stableKey.rawValue)
      return ReportRow(
        key: point.stableKey, run: "1", point: point,
        measurement: FakeBenchmark.measurement(seed: seed, gpus: point.deployment.gpus), isMoE: true,
        method: "simulator")
    }
    let report = try FrontierReport(
      question: .init(title: "benchmark", model: "deepseek-ai/DeepSeek-R1", isl: 8150, osl: 1024), rows: rows,
      counts: .init(evaluated: count),
      provenance: .init(
        programVersion: "", tablesVersion: "", spaceName: "benchmark", spaceHash: "", seed: 0, createdAt: ""))
    var bytes = 0
    let seconds = effort.seconds(runs: 3) { bytes = export(report).utf8.count }
    let title = "\(name), \(FigureTable.number(Double(count))) points"
    return [
      Figure("\(title): rows", Double(count) / seconds, "rows/s"),
      Figure(
        "\(title): \(FigureTable.number(Double(bytes) / 1e6)) MB", Double(bytes) / seconds / 1e6, "MB/s"),
    ]
  }
}
