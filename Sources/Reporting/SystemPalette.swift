/// Colours and marks of GPU types: the same for one GPU type in every report, apart for the colour-blind
/// (after Okabe and Ito), and told apart by shape as well.
enum SystemPalette {
  /// GPU types with a place of their own.
  static let known = ["h100_sxm", "b200_sxm", "gb200", "h200_sxm", "b300_sxm", "gb300"]
  static let terminal = [208, 33, 36, 170, 178, 75]
  static let shapes: [Character] = ["▲", "■", "●", "◆", "▼", "★"]
  /// The same for matplotlib.
  static let markers = ["^", "s", "o", "D", "v", "P"]
  /// The page's colours on white.
  static let web = ["#c9500a", "#0b66c3", "#00866a", "#a8418f", "#857000", "#3f8fc4"]
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
