internal import EmbeddedData
internal import Foundation

/// A report as one page that opens offline: an interactive chart, the frontier's table, every configuration.
public enum HTMLExport {
  /// The whole page.
  /// - Parameter cloudLimit: most points drawn; frontier points are always among them.
  public static func text(_ report: FrontierReport, cloudLimit: Int = 50_000) -> String {
    let data = ChartData(report, cloudLimit: cloudLimit).json.text()
    let script = [explore_chart_data_js(), explore_chart_plot_js(), explore_chart_page_js()]
      .map(resource).joined(separator: "\n")
    let parts = [
      "title": escaped(report.question.title), "style": resource(explore_chart_css()), "data": data,
      "script": script,
    ]
    // One walk over the frame: what is filled in is never searched for names again.
    var page = ""
    for (index, piece) in resource(explore_chart_html()).components(separatedBy: "@").enumerated() {
      page += index % 2 == 0 ? piece : parts[piece] ?? "@\(piece)@"
    }
    return page
  }

  private static func resource(_ data: explore_data) -> String {
    String(decoding: UnsafeBufferPointer(start: data.bytes, count: data.count), as: UTF8.self)
  }

  /// Text as HTML shows it.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
