import Calibration
import Foundation
import Reporting
import ServingModel

/// Errors against measurements as a table, JSON and CSV.
enum ValidationText {
  static func table(_ validation: Validation) -> String {
    let head =
      ["group", "", "rows"] + ["TPOT", "TTFT", "tok/s/user", "tok/s/GPU"].map { "\($0) med/mean/bias %" }
    var rows = [head]
    var last = ""
    for line in validation.lines {
      rows.append(
        [line.grouping == last ? "" : line.grouping, line.group, "\(line.tpot.count)"]
          + [line.tpot, line.ttft, line.tpsUser, line.tpsGPU].map(cell))
      last = line.grouping
    }
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { RunText.pad($1, widths[$0], right: $0 > 1) }.joined(separator: "  ")
    }.joined(separator: "\n") + "\n"
  }

  private static func cell(_ summary: ErrorSummary) -> String {
    [summary.median, summary.mean, summary.bias].enumerated()
      .map { String(format: $0 == 2 ? "%+.1f" : "%.1f", 100 * $1) }.joined(separator: " / ")
  }

  static func json(_ validation: Validation) -> String {
    func object(_ summary: ErrorSummary) -> JSONText {
      .object([
        .init("mean", .real(summary.mean)), .init("median", .real(summary.median)),
        .init("p90", .real(summary.p90)), .init("bias", .real(summary.bias)),
      ])
    }
    let lines = validation.lines.map { line in
      JSONText.object([
        .init("grouping", .string(line.grouping)), .init("group", .string(line.group)),
        .init("rows", .integer(Int(line.tpot.count))), .init("tpot", object(line.tpot)),
        .init("ttft", object(line.ttft)), .init("tps_user", object(line.tpsUser)),
        .init("tps_gpu", object(line.tpsGPU)),
      ])
    }
    return JSONText.array(lines).text(expanded: 1) + "\n"
  }

  static func csv(_ rows: [ValidatedRow]) -> String {
    var text = "id,model,system,engine,label,isl,osl,concurrency,ttft_ms,ttft_ms_predicted,tpot_ms,"
    text += "tpot_ms_predicted,confidence\r\n"
    for row in rows {
      let point = row.measured.point
      let fields: [String] = [
        row.measured.id, point.deployment.model, point.deployment.system, point.deployment.engine.rawValue,
        point.deployment.label(isMoE: true), "\(point.workload.isl)", "\(point.workload.osl)",
        "\(point.workload.concurrency)", "\(row.measured.ttftMs)", "\(row.ttftMs)", "\(row.measured.tpotMs)",
        "\(row.tpotMs)", row.confidence.name,
      ]
      text += fields.map(CSVExport.quoted).joined(separator: ",") + "\r\n"
    }
    return text
  }
}
