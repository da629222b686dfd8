/// Breaks prose into lines.
enum TextWrap {
  static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty && DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(line)
        line = indent
      }
      if !line.isEmpty && line != indent { line += " " }
      line += word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
