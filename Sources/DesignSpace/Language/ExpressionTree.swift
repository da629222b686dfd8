/// The tree of an expression such as `min(8, world_size) * (mtp + 1)`.
///
/// Offsets count characters from the start of the expression's text.
indirect enum ExpressionTree: Hashable, Sendable {
  case number(Double)
  case flag(Bool)
  case text(String)
  case name(String, offset: Int)
  case unary(UnaryOperator, ExpressionTree)
  case binary(BinaryOperator, ExpressionTree, ExpressionTree, offset: Int)
  case call(String, [ExpressionTree], offset: Int)

  enum UnaryOperator: String, Sendable { case negate = "-", not = "not " }

  enum BinaryOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case equal = "==", notEqual = "!=", and = "and", or = "or"

    var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 3
      case .add, .subtract: 4
      case .multiply, .divide, .remainder: 5
      }
    }
  }

  /// The names that the expression reads.
  var names: [(name: String, offset: Int)] {
    switch self {
    case .number, .flag, .text: []
    case .name(let name, let offset): [(name, offset)]
    case .unary(_, let operand): operand.names
    case .binary(_, let left, let right, _): left.names + right.names
    case .call(_, let arguments, _): arguments.flatMap(\.names)
    }
  }

  /// The expression with every bracket written out: equal trees give equal text, whatever the spacing.
  var canonicalText: String {
    switch self {
    case .number(let value): "\(value)"
    case .flag(let value): "\(value)"
    case .text(let value): "\"\(value)\""
    case .name(let name, _): name
    case .unary(let sign, let operand): "(\(sign.rawValue)\(operand.canonicalText))"
    case .binary(let sign, let left, let right, _):
      "(\(left.canonicalText) \(sign.rawValue) \(right.canonicalText))"
    case .call(let name, let arguments, _):
      "\(name)(\(arguments.map(\.canonicalText).joined(separator: ", ")))"
    }
  }
}

/// An expression as it stands in a file.
struct ExpressionSource: Hashable, Sendable {
  var text: String
  var tree: ExpressionTree
  /// Where the first character of `text` stands.
  var location: SpaceLocation

  func location(offset: Int) -> SpaceLocation {
    SpaceLocation(line: location.line, column: location.column + offset)
  }
}

/// Why a text is no expression.
struct ExpressionError: Error, Hashable {
  /// Characters from the start of the text.
  var offset: Int
  var what: String
  var remedy: String
}
