internal import EmbeddedData

/// A report as one page that opens offline: an interactive chart, the frontier's table, every configuration.
public enum HTMLExport {
  /// The whole page.
  /// - Parameter cloudLimit: most points drawn; frontier points are always among them.
  public static func text(_ report: FrontierReport, cloudLimit: Int = 50_000) -> String {
    PageFrame.filled(
      explore_chart_html(),
      [
        "title": PageFrame.escaped(report.question.title),
        "style": PageFrame.text(explore_chart_base_css(), explore_chart_css()),
        "data": ChartData(report, cloudLimit: cloudLimit).json.text(),
        "script": PageFrame.text(
          explore_chart_helpers_js(), explore_chart_data_js(), explore_chart_plot_js(),
          explore_chart_page_js()),
      ])
  }
}
