internal import ParetoFrontier
internal import ServingModel

/// The frontiers as a plot of characters: a cloud of all points, one curve and mark for each GPU type.
public enum TerminalPlot {
  public enum Scale: String, CaseIterable, Sendable, Hashable {
    case linear
    case logarithmic = "log"
    /// Logarithmic where one GPU type reaches more than 20 times as far as another; linear otherwise, as the
    /// far ends of a curve should not squeeze its middle.
    case automatic = "auto"
  }

  /// Lines without line ends, each at most `style.width` columns.
  public static func lines(
    _ report: FrontierReport, style: TerminalStyle, x: Scale = .automatic, y: Scale = .automatic
  ) -> [String] {
    let members = report.frontiers.flatMap(\.indices)
    guard !members.isEmpty else {
      let reason = report.missingIntervals?.description ?? "there is no frontier to draw"
      return TextWrap.lines("No point keeps the limits: \(reason).", width: style.width)
    }
    let xs = AxisScale(kind(x, report, report.user), values: members.map(report.user))
    let ys = AxisScale(kind(y, report, report.gpu), values: members.map(report.gpu))
    let rows = max(6, style.height - 5)
    let yTicks = ys.ticks(max(2, rows / 4))
    let gutter = (yTicks.map { Figure.text($0).count }.max() ?? 1) + 1
    let canvas = drawing(
      report, CharacterCanvas(width: max(20, style.width - gutter - 2), height: rows), xs, ys, style)
    var lines = [axisTitle(report.question.axes.gpu)]
    lines += body(canvas, ys, yTicks, gutter: gutter, style: style)
    lines += xAxis(xs, width: canvas.width, gutter: gutter, style: style)
    let title = axisTitle(report.question.axes.user)
    lines.append(String(repeating: " ", count: max(0, gutter + 1 + canvas.width - title.count)) + title)
    lines += legend(report, style: style)
    return lines
  }

  private static func axisTitle(_ axis: FrontierAxis) -> String { "\(axis.title) [\(axis.unit)]" }

  private static func kind(
    _ scale: Scale, _ report: FrontierReport, _ value: (Int) -> Double
  ) -> AxisScale.Kind {
    switch scale {
    case .linear: return .linear
    case .logarithmic: return .logarithmic
    case .automatic:
      let reaches = report.frontiers.compactMap { $0.indices.map(value).max() }.filter { $0 > 0 }
      guard let least = reaches.min(), let most = reaches.max() else { return .linear }
      return most > 20 * least ? .logarithmic : .linear
    }
  }

  private static func drawing(
    _ report: FrontierReport, _ empty: CharacterCanvas, _ xs: AxisScale, _ ys: AxisScale,
    _ style: TerminalStyle
  ) -> CharacterCanvas {
    var canvas = empty
    func place(_ index: Int) -> (Int, Int)? { dot(report.user(index), report.gpu(index)) }
    func dot(_ user: Double, _ gpu: Double) -> (Int, Int)? {
      guard let x = xs.position(user), let y = ys.position(gpu) else { return nil }
      return (
        Int((x * Double(canvas.dotWidth - 1)).rounded()),
        Int(((1 - y) * Double(canvas.dotHeight - 1)).rounded())
      )
    }
    // Without colour the cloud could not be told from the curves.
    if style.colour && style.unicode {
      for point in report.points.cloud {
        if let (column, row) = dot(point.user, point.gpu) { canvas.dot(column, row, .faint) }
      }
    }
    let slots = SystemPalette.slots(report.frontiers.map(\.system))
    // The best curve is drawn last, on top.
    for own in report.frontiers.reversed() {
      let slot = slots[own.system] ?? 0
      let places = own.indices.compactMap(place)
      for (from, to) in zip(places, places.dropFirst()) { canvas.line(from, to, .system(slot)) }
    }
    for own in report.frontiers.reversed() {
      let slot = slots[own.system] ?? 0
      for position in own.indices.compactMap(place) {
        canvas.put(style.mark(slot), atDot: position, .system(slot))
      }
    }
    return canvas
  }

  private static func body(
    _ canvas: CharacterCanvas, _ ys: AxisScale, _ ticks: [Double], gutter: Int, style: TerminalStyle
  ) -> [String] {
    var labels: [Int: String] = [:]
    for tick in ticks {
      guard let position = ys.position(tick) else { continue }
      labels[Int((1 - position) * Double(canvas.dotHeight - 1)) / 4] = Figure.text(tick)
    }
    return (0..<canvas.height).map { row in
      let label = DisplayWidth.padded(labels[row] ?? "", gutter - 1, right: true)
      let axis = labels[row] == nil ? (style.unicode ? "│" : "|") : (style.unicode ? "┤" : "+")
      return label + " " + style.paint(axis, .faint) + canvas.row(row, style: style)
    }
  }

  private static func xAxis(_ xs: AxisScale, width: Int, gutter: Int, style: TerminalStyle) -> [String] {
    var rule = [Character](repeating: style.unicode ? "─" : "-", count: width)
    var labels = [Character](repeating: " ", count: gutter + 1 + width)
    var free = 0
    for tick in xs.ticks(max(3, width / 12)) {
      guard let position = xs.position(tick) else { continue }
      let column = Int((position * Double(width * 2 - 1)).rounded()) / 2
      rule[column] = style.unicode ? "┬" : "+"
      let text = Array(Figure.text(tick))
      let start = min(max(free, gutter + 1 + column - text.count / 2), labels.count - text.count)
      // A label that would touch its neighbour is left out; its tick stays.
      guard start >= free, abs(start + text.count / 2 - gutter - 1 - column) <= 2 else { continue }
      labels.replaceSubrange(start..<start + text.count, with: text)
      free = start + text.count + 1
    }
    let corner = style.unicode ? "└" : "+"
    var text = String(labels)
    while text.last == " " { text.removeLast() }
    return [
      String(repeating: " ", count: gutter) + style.paint(corner + String(rule), .faint), text,
    ]
  }

  private static func legend(_ report: FrontierReport, style: TerminalStyle) -> [String] {
    let slots = SystemPalette.slots(report.frontiers.map(\.system))
    var lines: [String] = []
    var line = ""
    var used = 0
    for own in report.frontiers {
      let slot = slots[own.system] ?? 0
      let name = DisplayWidth.printable(own.system)
      let rest = " \(name) (\(Figure.text(own.indices.count)) of \(Figure.text(own.points)) points)"
      let width = 1 + DisplayWidth.of(rest)
      if used > 0 && used + 3 + width > style.width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if used > 0 {
        line += "   "
        used += 3
      }
      line += style.paint(String(style.mark(slot)), .system(slot)) + rest
      used += width
    }
    return lines + [line]
  }
}
