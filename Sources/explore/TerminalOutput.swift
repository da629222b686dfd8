import Foundation
import Reporting

/// Standard output as a person sees it.
enum TerminalOutput {
  static func style() -> TerminalStyle {
    var size = winsize()
    let isTerminal = isatty(1) == 1
    let known = isTerminal && ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TerminalStyle(
      environment: ProcessInfo.processInfo.environment, isTerminal: isTerminal,
      width: known ? Int(size.ws_col) : 110, height: known ? max(16, Int(size.ws_row) / 2) : 24)
  }

  /// Writes text whole. A reader that has gone away (`| head`) is no error; a full disk ends the program,
  /// as an answer cut short must not pass for a whole one.
  static func write(_ text: String) {
    do {
      try AtomicFile.writeAll(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
    } catch {
      if error.reason != .readerGone { Failure.exit(error) }
    }
  }
}
