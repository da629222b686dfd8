/// Reads expressions by precedence climbing.
struct ExpressionParser {
  /// Nesting beyond this is no expression that a person wrote, and would cost stack.
  private static let depthLimit = 64
  /// Longest text read, characters.
  private static let lengthLimit = 2000

  private let tokens: [Token]
  private var position = 0
  private var depth = 0

  private init(tokens: [Token]) { self.tokens = tokens }

  static func parse(_ text: String) throws(ExpressionError) -> ExpressionTree {
    guard text.utf8.count <= lengthLimit else {
      throw ExpressionError(
        offset: 0, what: "the expression is longer than \(lengthLimit) characters",
        remedy: "split it with `let:`")
    }
    var parser = ExpressionParser(tokens: try Lexer.tokens(of: text))
    let tree = try parser.expression(above: 0)
    if parser.token.kind != .end {
      throw ExpressionError(
        offset: parser.token.offset, what: "\(parser.token.kind.words) was not expected",
        remedy: "write an operator before it, or end the expression")
    }
    return tree
  }

  private var token: Token { tokens[position] }

  private mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  private mutating func accept(_ symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  private mutating func require(_ symbol: String) throws(ExpressionError) {
    if accept(symbol) { return }
    throw ExpressionError(
      offset: token.offset, what: "expected `\(symbol)`, found \(token.kind.words)",
      remedy: "add `\(symbol)`")
  }

  private mutating func expression(above precedence: Int) throws(ExpressionError) -> ExpressionTree {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      throw ExpressionError(
        offset: token.offset, what: "the expression is nested too deeply", remedy: "split it with `let:`")
    }
    var left = try operand()
    var chain = 0
    while let sign = binaryOperator(token.kind), sign.precedence > precedence {
      chain += 1
      // A long chain leans to the left: the tree is as deep as the chain is long.
      if chain > 2 * Self.depthLimit {
        throw ExpressionError(
          offset: token.offset, what: "the expression is too long", remedy: "split it with `let:`")
      }
      let offset = token.offset
      advance()
      let right = try expression(above: sign.precedence)
      left = .binary(sign, left, right, offset: offset)
    }
    return left
  }

  private func binaryOperator(_ kind: Token.Kind) -> ExpressionTree.BinaryOperator? {
    switch kind {
    case .symbol("&&"), .name("and"): .and
    case .symbol("||"), .name("or"): .or
    case .symbol(let symbol): ExpressionTree.BinaryOperator(rawValue: symbol)
    default: nil
    }
  }

  private mutating func operand() throws(ExpressionError) -> ExpressionTree {
    let start = token
    advance()
    switch start.kind {
    case .number(let value): return .number(value)
    case .text(let text): return .text(text)
    case .symbol("-"): return .unary(.negate, try expression(above: 5))
    case .symbol("!"), .name("not"): return .unary(.not, try expression(above: 2))
    case .symbol("("):
      let inner = try expression(above: 0)
      try require(")")
      return inner
    case .name("true"): return .flag(true)
    case .name("false"): return .flag(false)
    case .name(let name) where token.kind == .symbol("("):
      return .call(name, try arguments(), offset: start.offset)
    case .name(let name) where name != "and" && name != "or":
      return .name(name, offset: start.offset)
    default:
      throw ExpressionError(
        offset: start.offset, what: "expected a value, found \(start.kind.words)",
        remedy: "write a number, a name or a bracket")
    }
  }

  private mutating func arguments() throws(ExpressionError) -> [ExpressionTree] {
    try require("(")
    if accept(")") { return [] }
    var arguments = [try expression(above: 0)]
    while accept(",") { arguments.append(try expression(above: 0)) }
    try require(")")
    return arguments
  }
}

extension Token.Kind {
  fileprivate var words: String {
    switch self {
    case .number(let value): "the number \(value)"
    case .text(let text): "the text \"\(text)\""
    case .name(let name): "`\(name)`"
    case .symbol(let symbol): "`\(symbol)`"
    case .end: "the end"
    }
  }
}
