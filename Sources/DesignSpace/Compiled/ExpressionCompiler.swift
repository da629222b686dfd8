internal import ServingModel

/// What a value is.
enum ValueType: Hashable, Sendable {
  case number
  case flag
  case named(Domain)

  var words: String {
    switch self {
    case .number: "a number"
    case .flag: "true or false"
    case .named(.system): "a GPU system"
    case .named(.model): "a model"
    case .named(.engine): "an engine"
    case .named(.quantization): "a quantization"
    case .named(.label): "a parallel label"
    case .named(.profile): "a list of rates"
    }
  }
}

extension KeyKind {
  /// Type of the key's values; none where the expression decides.
  var type: ValueType? {
    switch self {
    case .whole, .real: .number
    case .flag: .flag
    case .system: .named(.system)
    case .model: .named(.model)
    case .engine: .named(.engine)
    case .quantization: .named(.quantization)
    case .label: .named(.label)
    case .profile: .named(.profile)
    case .variable: nil
    }
  }
}

/// Checks the types of an expression and turns it into instructions.
struct ExpressionCompiler {
  /// What a name stands for.
  enum Reference {
    case slot(Int, ValueType)
    case property(Int, ofSlot: Int, ValueType)
  }

  private static let functions: [String: (arguments: ClosedRange<Int>, instruction: Instruction)] = [
    "min": (1...16, .minimum), "max": (1...16, .maximum), "ceil": (1...1, .ceiling),
    "floor": (1...1, .floor), "round": (1...1, .round), "abs": (1...1, .absolute),
    "log2": (1...1, .logarithm2), "pow": (2...2, .power), "round_up": (2...2, .roundUpTo),
    "if": (3...3, .select),
  ]
  static let functionNames = functions.keys.sorted()

  var code: [Instruction] = []
  /// Finds the meaning of a name, or says why there is none.
  var resolve: (String, Int) throws(ExpressionError) -> Reference
  /// Index of a text in a domain.
  var intern: (String, Domain, Int) throws(ExpressionError) -> Int

  mutating func compile(_ tree: ExpressionTree, expecting expected: ValueType?) throws(ExpressionError)
    -> ValueType
  {
    switch tree {
    case .number(let value):
      code.append(.push(value))
      return .number
    case .flag(let value):
      code.append(.push(value ? 1 : 0))
      return .flag
    case .text(let text):
      guard case .named(let domain)? = expected else {
        throw ExpressionError(
          offset: 0, what: "the text \"\(text)\" cannot stand here",
          remedy: "compare it with system, model, engine, quantization or parallel")
      }
      code.append(.push(Double(try intern(text, domain, 0))))
      return .named(domain)
    case .name(let name, let offset):
      switch try resolve(name, offset) {
      case .slot(let slot, let type):
        code.append(.load(slot: slot))
        return type
      case .property(let property, let slot, let type):
        code.append(.load(slot: slot))
        code.append(.lookUp(property: property))
        return type
      }
    case .unary(.negate, let operand):
      try require(operand, .number, offset: 0, of: "-")
      code.append(.negate)
      return .number
    case .unary(.not, let operand):
      try require(operand, .flag, offset: 0, of: "not")
      code.append(.not)
      return .flag
    case .binary(let sign, let left, let right, let offset):
      return try binary(sign, left, right, offset: offset)
    case .call(let name, let arguments, let offset):
      return try call(name, arguments, offset: offset, expecting: expected)
    }
  }

  private mutating func require(
    _ tree: ExpressionTree, _ type: ValueType, offset: Int, of what: String
  ) throws(ExpressionError) {
    let found = try compile(tree, expecting: type)
    if found != type {
      throw ExpressionError(
        offset: offset, what: "`\(what)` takes \(type.words), not \(found.words)",
        remedy: type == .flag ? "write a comparison" : "write a number; turn a flag into one with if(f, 1, 0)"
      )
    }
  }

  private mutating func binary(
    _ sign: ExpressionTree.BinaryOperator, _ left: ExpressionTree, _ right: ExpressionTree, offset: Int
  ) throws(ExpressionError) -> ValueType {
    switch sign {
    case .and, .or:
      try require(left, .flag, offset: offset, of: sign.rawValue)
      try require(right, .flag, offset: offset, of: sign.rawValue)
      code.append(sign == .and ? .and : .or)
      return .flag
    case .equal, .notEqual:
      // A text takes its meaning from the other side.
      var (first, second) = (left, right)
      if case .text = left { (first, second) = (right, left) }
      let type = try compile(first, expecting: nil)
      let other = try compile(second, expecting: type)
      if type != other {
        throw ExpressionError(
          offset: offset, what: "`\(sign.rawValue)` compares \(type.words) with \(other.words)",
          remedy: "compare values of one kind")
      }
      code.append(sign == .equal ? .equal : .notEqual)
      return .flag
    default:
      try require(left, .number, offset: offset, of: sign.rawValue)
      try require(right, .number, offset: offset, of: sign.rawValue)
      code.append(Self.instruction(sign))
      return sign.precedence == 3 ? .flag : .number
    }
  }

  private static func instruction(_ sign: ExpressionTree.BinaryOperator) -> Instruction {
    switch sign {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .and: .and
    case .or: .or
    }
  }

  private mutating func call(
    _ name: String, _ arguments: [ExpressionTree], offset: Int, expecting expected: ValueType?
  ) throws(ExpressionError) -> ValueType {
    guard let function = Self.functions[name] else {
      let nearest = Suggestion.nearest(to: name, among: Self.functionNames)
      throw ExpressionError(
        offset: offset, what: "unknown function `\(name)`",
        remedy: nearest.map { "did you mean `\($0)`?" }
          ?? "known: \(Self.functionNames.joined(separator: ", "))")
    }
    guard function.arguments.contains(arguments.count) else {
      throw ExpressionError(
        offset: offset, what: "`\(name)` has \(arguments.count) arguments",
        remedy: "give it \(function.arguments.lowerBound)"
          + (function.arguments.count > 1 ? " or more" : ""))
    }
    if name == "if" {
      try require(arguments[0], .flag, offset: offset, of: "if")
      let type = try compile(arguments[1], expecting: expected)
      let other = try compile(arguments[2], expecting: expected ?? type)
      if type != other {
        throw ExpressionError(
          offset: offset, what: "`if` gives \(type.words) or \(other.words)",
          remedy: "give values of one kind")
      }
      code.append(.select)
      return type
    }
    for (index, argument) in arguments.enumerated() {
      try require(argument, .number, offset: offset, of: name)
      if index > 0, name == "min" || name == "max" { code.append(function.instruction) }
    }
    if name != "min", name != "max" { code.append(function.instruction) }
    return .number
  }
}
