internal import EmbeddedData

/// A report as one page that opens offline: an interactive chart, the frontier's table, every configuration.
public enum HTMLExport {
  /// Most points that a page should draw.
  public static let mostPoints = 50_000

  /// The whole page, which draws every row of the report. Of more points than ``mostPoints`` the report should hold a
  /// sample, those of its filters' frontiers among them.
  public static func text(_ report: FrontierReport) -> String {
    PageFrame.filled(
      explore_chart_html(),
      [
        "title": PageFrame.escaped(report.question.title),
        "style": PageFrame.text(explore_chart_base_css(), explore_chart_css()),
        "data": ChartData(report).json.text(),
        "script": PageFrame.text(
          explore_chart_helpers_js(), explore_chart_data_js(), explore_chart_plot_js(),
          explore_chart_page_js()),
      ])
  }
}
