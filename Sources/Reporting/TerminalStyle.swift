/// How rich the terminal is.
public struct TerminalStyle: Sendable, Hashable {
  /// Columns and rows to fill.
  public var width: Int
  public var height: Int
  public var colour: Bool
  /// Whether braille, box lines and shapes may be used.
  public var unicode: Bool

  public init(width: Int = 100, height: Int = 30, colour: Bool = false, unicode: Bool = true) {
    self.width = max(40, width)
    self.height = max(10, height)
    self.colour = colour
    self.unicode = unicode
  }

  /// The style that an environment asks for: `NO_COLOR` (any value) and `TERM=dumb` turn colour off, a locale
  /// without UTF-8 turns shapes off.
  public init(environment: [String: String], isTerminal: Bool, width: Int, height: Int) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let name = (locale ?? "").lowercased()
    self.init(
      width: width, height: height,
      colour: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb",
      unicode: locale == nil || name.contains("utf-8") || name.contains("utf8"))
  }

  /// An ink: an index into the 256 colours of terminals.
  enum Ink: Hashable {
    case plain
    case faint
    case strong
    /// The colour of a GPU type, by its place in ``SystemPalette``.
    case system(Int)

    var code: String? {
      switch self {
      case .plain: nil
      case .faint: "38;5;243"
      case .strong: "1"
      case .system(let slot): "38;5;\(SystemPalette.terminal[slot % SystemPalette.terminal.count])"
      }
    }
  }

  func paint(_ text: String, _ ink: Ink) -> String {
    guard colour, let code = ink.code else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }

  /// The mark of a GPU type.
  func mark(_ slot: Int) -> Character {
    let marks = unicode ? SystemPalette.shapes : SystemPalette.letters
    return marks[slot % marks.count]
  }
}

/// Colours and marks of GPU types: the same for one GPU type in every report, apart for the colour-blind
/// (after Okabe and Ito), and told apart by shape as well.
enum SystemPalette {
  /// GPU types with a place of their own.
  static let known = ["h100_sxm", "b200_sxm", "gb200", "h200_sxm", "b300_sxm", "gb300"]
  static let terminal = [208, 33, 36, 170, 178, 75]
  static let shapes: [Character] = ["▲", "■", "●", "◆", "▼", "★"]
  static let letters: [Character] = ["^", "#", "o", "*", "v", "+"]

  /// A place for each name: known ones have theirs, others take what is free, in order of name.
  static func slots(_ names: [String]) -> [String: Int] {
    var slots: [String: Int] = [:]
    for name in names { slots[name] = known.firstIndex(of: name) }
    var next = 0
    for name in names.sorted() where slots[name] == nil {
      while next < known.count && slots.values.contains(next) { next += 1 }
      slots[name] = next
      next += 1
    }
    return slots
  }
}

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
