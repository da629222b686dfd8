/// Cuts the text of an expression into tokens.
struct Token: Hashable {
  enum Kind: Hashable {
    case number(Double)
    case text(String)
    case name(String)
    case symbol(String)
    case end
  }

  var kind: Kind
  /// Characters from the start of the text.
  var offset: Int
}

enum Lexer {
  static func tokens(of text: String) throws(ExpressionError) -> [Token] {
    let characters = Array(text)
    var tokens: [Token] = []
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if character.isWhitespace {
        index += 1
        continue
      }
      let start = index
      if character.isASCII, character.isNumber || character == "." {
        index = endOfNumber(characters, from: index)
        let digits = String(characters[start..<index])
        guard let value = Double(digits), value.isFinite else {
          throw ExpressionError(
            offset: start, what: "`\(digits)` is not a number", remedy: "write a decimal number")
        }
        tokens.append(Token(kind: .number(value), offset: start))
      } else if isNameStart(character) {
        while index < characters.count, isNamePart(characters[index]) { index += 1 }
        tokens.append(Token(kind: .name(String(characters[start..<index])), offset: start))
      } else if character == "'" || character == "\"" {
        guard let close = characters[(index + 1)...].firstIndex(of: character) else {
          throw ExpressionError(
            offset: start, what: "the quote is not closed", remedy: "add a closing \(character)")
        }
        tokens.append(Token(kind: .text(String(characters[(index + 1)..<close])), offset: start))
        index = close + 1
      } else {
        let symbol = try symbol(characters, at: index)
        tokens.append(Token(kind: .symbol(symbol), offset: start))
        index += symbol.count
      }
    }
    tokens.append(Token(kind: .end, offset: characters.count))
    return tokens
  }

  private static func isNameStart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character == "_")
  }

  private static func isNamePart(_ character: Character) -> Bool {
    isNameStart(character) || character.isASCII && character.isNumber || character == "."
  }

  private static func endOfNumber(_ characters: [Character], from start: Int) -> Int {
    var index = start
    while index < characters.count {
      let character = characters[index]
      let signOfExponent =
        (character == "-" || character == "+") && index > start
        && (characters[index - 1] == "e" || characters[index - 1] == "E")
      guard signOfExponent || isNamePart(character) else { break }
      index += 1
    }
    return index
  }

  private static func symbol(_ characters: [Character], at index: Int) throws(ExpressionError) -> String {
    let pair = index + 1 < characters.count ? String(characters[index...(index + 1)]) : ""
    if ["<=", ">=", "==", "!=", "&&", "||"].contains(pair) { return pair }
    let single = String(characters[index])
    if "+-*/%()<>,!".contains(single) { return single }
    let remedy =
      single == "=" ? "compare with `==`" : "use numbers, names, + - * / %, comparisons, and, or, not"
    throw ExpressionError(offset: index, what: "`\(single)` has no meaning here", remedy: remedy)
  }
}
