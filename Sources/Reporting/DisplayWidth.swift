/// Text laid out by columns of the terminal.
enum DisplayWidth {
  /// Columns that a text takes: combining marks none, East Asian wide characters two, all else one.
  static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x300...0x36f, 0x200b...0x200f, 0xfe00...0xfe0f: sum
      case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
        sum + 2
      default: sum + 1
      }
    }
  }

  static func padded(_ text: String, _ width: Int, right: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - of(text)))
    return right ? space + text : text + space
  }

  /// Control characters would move the cursor or change colours: shown as `?`.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) ? "?" : scalar
        }))
  }
}
