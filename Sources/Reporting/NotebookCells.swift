internal import ParetoFrontier
internal import ServingModel

/// The texts of the notebook's cells, line by line.
enum NotebookCells {
  static func question(_ report: FrontierReport) -> [String] {
    [
      "# \(PageFrame.escaped(report.question.title))", "",
      PageFrame.escaped(ChartCaptions.question(report)),
    ]
  }

  static let load = [
    "import pandas as pd",
    "import matplotlib.pyplot as plt",
    "",
    "points = pd.read_csv(\"points.csv\", dtype={\"point\": str, \"run\": str})",
    "frontier = points[points.on_frontier == 1]",
    "print(f\"{len(points):,} points, {len(frontier):,} on the frontier of all GPU types\")",
  ]

  static func plot(_ report: FrontierReport) -> [String] {
    let axes = report.question.axes
    let slots = SystemPalette.slots(report.frontiers.map(\.system))
    let styles = report.frontiers.map { own in
      let slot = (slots[own.system] ?? 0) % SystemPalette.markers.count
      return "    \(literal(own.system)): (\"\(SystemPalette.web[slot])\", "
        + "\"\(SystemPalette.markers[slot])\"),"
    }
    return [
      "x, y = \"\(axes.user.rawValue)\", \"\(axes.gpu.rawValue)\"",
      "styles = {",
    ] + styles + [
      "}",
      "fig, ax = plt.subplots(figsize=(10, 6))",
      "for system, (colour, marker) in styles.items():",
      "    own = points[points.system == system]",
      "    ax.scatter(own[x], own[y], s=3, color=colour, alpha=0.15, linewidths=0)",
      "    curve = own[own.on_system_frontier == 1].sort_values(x)",
      "    ax.plot(curve[x], curve[y], color=colour, marker=marker, markersize=6,",
      "            markeredgecolor=\"white\", label=f\"{system} ({len(curve)} on its frontier)\")",
    ] + (report.hasIntervals ? errorBars(axes) : []) + [
      "joint = frontier.sort_values(x)",
      "ax.plot(joint[x], joint[y], color=\"black\", alpha=0.12, linewidth=10, zorder=0, "
        + "label=\"all GPU types\")",
      "ax.set_xlabel(\(literal("\(axes.user.title) (\(axes.user.unit))")))",
      "ax.set_ylabel(\(literal("\(axes.gpu.title) (\(axes.gpu.unit))")))",
      "ax.set_title(\(literal(report.question.title)), loc=\"left\")",
      "ax.set_xlim(left=0)",
      "ax.set_ylim(bottom=0)",
      "ax.grid(alpha=0.25)",
      "ax.legend(frameon=False)",
      "plt.show()",
    ]
  }

  /// The 90 % intervals of a curve. A rate of another definition is as uncertain as the one with columns of its own.
  private static func errorBars(_ axes: FrontierAxes) -> [String] {
    func column(_ axis: FrontierAxis) -> String {
      switch axis {
      case .tpsUser, .interactivity: "tps_user"
      case .e2eTpsUser, .tpsGPU, .totalTpsGPU: "tps_gpu"
      }
    }
    func reach(_ name: String, _ axis: FrontierAxis) -> String {
      "    \(name) = [(curve[\"\(axis.rawValue)\"] * side * (curve[\"\(column(axis))_\" + end] / "
        + "curve.\(column(axis)) - 1)).clip(lower=0)"
    }
    let ends = "            for side, end in ((-1, \"p05\"), (1, \"p95\"))]"
    return [
      "    # Where 90 of 100 real measurements would lie, for a dozen points of each curve.",
      reach("across", axes.user), ends, reach("up", axes.gpu), ends,
      "    ax.errorbar(curve[x], curve[y], xerr=across, yerr=up, fmt=\"none\", ecolor=colour, alpha=0.35,",
      "                elinewidth=0.8, errorevery=max(1, len(curve) // 12))",
    ]
  }

  static func table(_ report: FrontierReport) -> [String] {
    let axes = report.question.axes
    let intervals =
      report.hasIntervals
      ? [
        "columns += [\"tps_user_p05\", \"tps_user_p95\", \"tps_gpu_p05\", \"tps_gpu_p95\", \"ttft_p05\", "
          + "\"ttft_p95\",",
        "            \"calibration\"]",
      ] : []
    return [
      "columns = [\"system\", \"engine\", \"topology\", \"label\", \"mtp\", \"chunk\", \"concurrency\",",
      "           \"\(axes.user.rawValue)\", \"\(axes.gpu.rawValue)\", \"ttft_ms_p50\", \"ttft_ms_p99\",",
      "           \"tpot_ms_p50\", \"tpot_ms_p99\", \"gpus\", \"confidence\", \"on_frontier\"]",
    ] + intervals + [
      "table = points[points.on_system_frontier == 1].sort_values([\"system\", \"\(axes.user.rawValue)\"])",
      "with pd.option_context(\"display.precision\", 4, \"display.max_rows\", 200):",
      "    display(table[columns].reset_index(drop=True))",
    ]
  }

  static func about(_ report: FrontierReport) -> [String] {
    ["## About these numbers", ""]
      + ChartCaptions.about(report, drawn: report.points.count).map { name, value in
        "- **\(PageFrame.escaped(name))**: \(PageFrame.escaped(value))"
      }
  }

  /// A Python string literal: JSON's escapes are Python's.
  private static func literal(_ text: String) -> String { JSONText.string(text).text() }
}
