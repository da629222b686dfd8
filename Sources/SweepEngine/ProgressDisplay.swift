internal import Foundation
internal import Synchronization

/// Shows progress on standard error: one line redrawn in place on a terminal, a plain line every few
/// seconds elsewhere.
public final class ProgressDisplay: Sendable {
  public enum Style: Sendable, Hashable {
    /// `--quiet`, `--json`.
    case silent
    case terminal(colour: Bool)
    /// For logs: a line at most every so many seconds.
    case lines(everySeconds: Double)
  }

  private struct State {
    var isDrawn = false
    var lastLineAt: Double?
    var saidEnd = false
  }

  public let style: Style
  private let state = Mutex(State())
  private let width: @Sendable () -> Int
  private let write: @Sendable (String) -> Void

  /// - Parameters:
  ///   - width: columns of the terminal, asked each time, as a window changes its size.
  ///   - write: where the text goes.
  public init(
    _ style: Style, width: @escaping @Sendable () -> Int = { TerminalSize.columns() },
    write: @escaping @Sendable (String) -> Void = { StandardError.write($0) }
  ) {
    self.style = style
    self.width = width
    self.write = write
  }

  /// The style that suits standard error: `NO_COLOR` (no-color.org) and dumb terminals are respected.
  public static func style(
    quiet: Bool, environment: [String: String]? = nil, isTerminal: Bool = StandardError.isTerminal
  ) -> Style {
    let environment = environment ?? ProcessInfo.processInfo.environment
    guard !quiet else { return .silent }
    guard isTerminal, environment["TERM"] != "dumb" else { return .lines(everySeconds: 5) }
    return .terminal(colour: (environment["NO_COLOR"] ?? "").isEmpty)
  }

  public func show(_ progress: SweepProgress) {
    state.withLock { state in
      switch style {
      case .silent: break
      case .terminal(let colour):
        let line = ProgressBar(width: width(), hasColour: colour).line(progress)
        // Back to the first column, the line, and whatever the last one had beyond it erased.
        write("\r\(line)\u{1b}[K")
        state.isDrawn = true
      case .lines(let seconds):
        // The last line says that nothing is left, however soon it comes.
        let isAtEnd = progress.fraction == 1 && progress.estimated == nil
        if state.saidEnd { return }
        if !isAtEnd, let last = state.lastLineAt, progress.elapsedSeconds - last < seconds { return }
        state.saidEnd = isAtEnd
        state.lastLineAt = progress.elapsedSeconds
        write(ProgressBar.plainLine(progress) + "\n")
      }
    }
  }

  /// Takes the line away, so that what is printed next starts on a clean one.
  public func clear() {
    state.withLock { state in
      if state.isDrawn { write("\r\u{1b}[K") }
      state.isDrawn = false
    }
  }
}

public enum StandardError {
  public static var isTerminal: Bool { isatty(2) == 1 }

  public static func write(_ text: String) {
    // A closed standard error is no reason to stop a sweep.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

public enum TerminalSize {
  /// Columns of the terminal on standard error, or 80.
  public static func columns() -> Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
