/// A grid of terminal cells with braille dots (two by four a cell) below characters.
struct CharacterCanvas {
  let width: Int
  let height: Int
  private var dots: [UInt8]
  private var dotInk: [TerminalStyle.Ink]
  private var characters: [Character?]
  private var ink: [TerminalStyle.Ink]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    dots = [UInt8](repeating: 0, count: width * height)
    dotInk = [TerminalStyle.Ink](repeating: .faint, count: width * height)
    characters = [Character?](repeating: nil, count: width * height)
    ink = [TerminalStyle.Ink](repeating: .plain, count: width * height)
  }

  /// Dot columns and rows.
  var dotWidth: Int { width * 2 }
  var dotHeight: Int { height * 4 }

  /// Sets one dot; a coloured dot takes its cell over from fainter ones.
  mutating func dot(_ column: Int, _ row: Int, _ colour: TerminalStyle.Ink) {
    guard column >= 0, row >= 0, column < dotWidth, row < dotHeight else { return }
    let cell = row / 4 * width + column / 2
    let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    if colour != .faint && dotInk[cell] == .faint {
      // A curve over the cloud: the cell shows the curve alone, or it would be lost.
      dots[cell] = 0
      dotInk[cell] = colour
    } else if colour == .faint && dotInk[cell] != .faint {
      return
    }
    dots[cell] |= bits[row % 4 * 2 + column % 2]
    if colour != .faint { dotInk[cell] = colour }
  }

  /// A line of dots between two dot positions.
  mutating func line(_ from: (Int, Int), _ to: (Int, Int), _ colour: TerminalStyle.Ink) {
    let steps = max(abs(to.0 - from.0), abs(to.1 - from.1), 1)
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let column = Double(from.0) + Double(to.0 - from.0) * share
      let row = Double(from.1) + Double(to.1 - from.1) * share
      dot(Int(column.rounded()), Int(row.rounded()), colour)
    }
  }

  /// Puts a character into the cell of a dot.
  mutating func put(_ character: Character, atDot position: (Int, Int), _ colour: TerminalStyle.Ink) {
    let (column, row) = (position.0 / 2, position.1 / 4)
    guard column >= 0, row >= 0, column < width, row < height else { return }
    characters[row * width + column] = character
    ink[row * width + column] = colour
  }

  /// One row of cells as text, with runs of one ink painted together.
  func row(_ row: Int, style: TerminalStyle) -> String {
    var text = ""
    var run = ""
    var runInk = TerminalStyle.Ink.plain
    for column in 0..<width {
      let cell = row * width + column
      let (character, colour) = appearance(cell, style)
      if colour != runInk && character != " " {
        text += style.paint(run, runInk)
        run = ""
        runInk = colour
      }
      run.append(character)
    }
    while run.last == " " { run.removeLast() }
    return text + (run.isEmpty ? "" : style.paint(run, runInk))
  }

  private func appearance(_ cell: Int, _ style: TerminalStyle) -> (Character, TerminalStyle.Ink) {
    if let character = characters[cell] { return (character, ink[cell]) }
    guard dots[cell] != 0 else { return (" ", .plain) }
    if style.unicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[cell])) {
      return (Character(scalar), dotInk[cell])
    }
    return (".", dotInk[cell])
  }
}
