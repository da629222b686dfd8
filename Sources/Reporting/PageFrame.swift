internal import EmbeddedData

/// The frame of a page with its places filled in.
enum PageFrame {
  /// - Parameters:
  ///   - frame: HTML with `@name@` where parts go.
  ///   - parts: texts by name, written as they are.
  static func filled(_ frame: explore_data, _ parts: [String: String]) -> String {
    // One walk over the frame: what is filled in is never searched for names again.
    var page = ""
    for (index, piece) in text(frame).split(separator: "@", omittingEmptySubsequences: false).enumerated() {
      page += index % 2 == 0 ? String(piece) : parts[String(piece)] ?? "@\(piece)@"
    }
    return page
  }

  /// Embedded files after one another.
  static func text(_ files: explore_data...) -> String {
    files.map { String(decoding: UnsafeBufferPointer(start: $0.bytes, count: $0.count), as: UTF8.self) }
      .joined(separator: "\n")
  }

  /// Text as HTML shows it.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
