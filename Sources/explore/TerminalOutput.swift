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

  /// Writes text whole; a reader that has gone away (`| head`) is no error.
  static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
