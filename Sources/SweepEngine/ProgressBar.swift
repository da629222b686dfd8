internal import Foundation

/// One line that tells how far a sweep is: ` 12,345/~26,200 points  43 % ████▍      1,210/s  0:13 left`.
public struct ProgressBar: Sendable, Hashable {
  /// Columns of the terminal.
  public var width: Int
  /// Whether to colour the bar (ANSI).
  public var hasColour: Bool
  /// Width of the bar where there is room for it, columns.
  private static let barRange = 8...40

  public init(width: Int, hasColour: Bool = false) {
    self.width = width
    self.hasColour = hasColour
  }

  /// The line for a terminal, never wider than it.
  public func line(_ progress: SweepProgress) -> String {
    let parts = Self.parts(progress)
    let plain = Self.joined(parts)
    guard let fraction = progress.fraction, plain.count + 2 + Self.barRange.lowerBound < width else {
      return String(plain.prefix(max(0, width - 1)))
    }
    let room = min(Self.barRange.upperBound, width - plain.count - 3)
    let bar = Self.bar(fraction, width: room)
    let painted = hasColour ? "\u{1b}[36m\(bar)\u{1b}[0m" : bar
    return Self.joined(Array(parts.prefix(2)) + [painted] + parts.dropFirst(2))
  }

  /// The line without a bar, for logs.
  public static func plainLine(_ progress: SweepProgress) -> String { joined(parts(progress)) }

  private static func joined(_ parts: [String]) -> String { " " + parts.joined(separator: "  ") }

  private static func parts(_ progress: SweepProgress) -> [String] {
    if let estimated = progress.estimated { return estimating(estimated, progress) }
    var parts: [String] = []
    parts.append("\(grouped(progress.points))\(expected(progress)) points")
    if let fraction = progress.fraction {
      // Rounded down: 100 % means that nothing is left.
      parts.append("\(Int(fraction * 100)) %")
    }
    if progress.failed > 0 { parts.append("\(grouped(progress.failed)) failed") }
    parts.append(rate(progress.pointsPerSecond))
    if let seconds = progress.remainingSeconds, progress.fraction ?? 0 < 1 {
      parts.append("\(clock(seconds)) left")
    }
    return parts
  }

  /// `1,234,567/10,000,000 places estimated  12 %  0:41 left`.
  private static func estimating(_ places: Int, _ progress: SweepProgress) -> [String] {
    let total = progress.total.map { "/" + grouped($0) } ?? ""
    var parts = ["\(grouped(places))\(total) places estimated"]
    guard let fraction = progress.fraction, fraction > 0 else { return parts }
    parts.append("\(Int(fraction * 100)) %")
    parts.append("\(clock(progress.elapsedSeconds * (1 - fraction) / fraction)) left")
    return parts
  }

  /// `/28,402` when nothing is left, `/~28,400` before: nobody knows how many places to come are rejected.
  private static func expected(_ progress: SweepProgress) -> String {
    // Where every candidate was rejected, "0/0" would say nothing.
    guard let points = progress.expectedPoints, points > 0 else { return "" }
    if progress.fraction == 1 { return "/" + grouped(points) }
    var unit = 1
    while points / unit >= 1_000 { unit *= 10 }
    return "/~" + grouped(max(progress.points, (points + unit / 2) / unit * unit))
  }

  static func rate(_ perSecond: Double) -> String {
    if perSecond >= 10 || perSecond == 0 { return "\(grouped(Int(perSecond.rounded())))/s" }
    if perSecond >= 0.1 { return String(format: "%.1f/s", perSecond) }
    return String(format: "%.1f/h", perSecond * 3600)
  }

  /// `0:13`, `12:05`, `3:07:00`, `2 d 5 h`.
  static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "a long time" }
    let whole = Int(seconds.rounded(.up))
    let (minutes, rest) = (whole / 60, whole % 60)
    if minutes < 60 { return String(format: "%d:%02d", minutes, rest) }
    if minutes < 48 * 60 { return String(format: "%d:%02d:%02d", minutes / 60, minutes % 60, rest) }
    return "\(minutes / 1440) d \(minutes % 1440 / 60) h"
  }

  /// `12,345`, whatever the locale.
  static func grouped(_ number: Int) -> String {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// Eighths of a column, so that a slow sweep is seen to move.
  static func bar(_ fraction: Double, width: Int) -> String {
    let eighths = Int((min(1, max(0, fraction)) * Double(width * 8)).rounded(.down))
    let (full, part) = (eighths / 8, eighths % 8)
    let blocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let filled = String(repeating: "█", count: full) + blocks[part]
    let empty = width - full - (part > 0 ? 1 : 0)
    return filled + String(repeating: "░", count: max(0, empty))
  }
}
