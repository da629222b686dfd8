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
      case .faint: "38;5;242"
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
