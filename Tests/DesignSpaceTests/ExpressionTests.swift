import Foundation
import Testing

@testable import DesignSpace

/// The parser, checker and machine against a plain evaluator of the tree.
@Suite struct ExpressionTests {
  /// Compiles and runs an expression over named numbers.
  private func run(_ text: String, _ names: [String: Double] = [:]) throws -> Double {
    let tree = try ExpressionParser.parse(text)
    let order = names.keys.sorted()
    var compiler = ExpressionCompiler(
      resolve: { name, offset throws(ExpressionError) in
        guard let slot = order.firstIndex(of: name) else {
          throw ExpressionError(offset: offset, what: "unknown", remedy: "")
        }
        return .slot(slot, .number)
      },
      intern: { _, _, offset throws(ExpressionError) in
        throw ExpressionError(offset: offset, what: "no text", remedy: "")
      })
    _ = try compiler.compile(tree, expecting: nil)
    var slots = order.map { names[$0] ?? 0 } + [0]
    var stack = [Double](repeating: 0, count: compiler.code.count)
    let program = Program(start: 0, count: compiler.code.count)
    return try compiler.code.withUnsafeBufferPointer { code in
      try slots.withUnsafeMutableBufferPointer { slots in
        try stack.withUnsafeMutableBufferPointer { stack in
          try [0.0].withUnsafeBufferPointer { tables in
            Machine(
              code: try #require(code.baseAddress), slots: try #require(slots.baseAddress),
              stack: try #require(stack.baseAddress), tables: try #require(tables.baseAddress), rows: 1
            ).run(program)
          }
        }
      }
    }
  }

  @Test func operatorsBindAsInArithmetic() throws {
    #expect(try run("1 + 2 * 3") == 7)
    #expect(try run("(1 + 2) * 3") == 9)
    #expect(try run("10 - 4 - 3") == 3)
    #expect(try run("64 / 4 / 2") == 8)
    #expect(try run("-2 + 5") == 3)
    #expect(try run("-7 % 4") == 1)
    #expect(try run("1 < 2 and 3 < 2 or 4 == 4") == 1)
    #expect(try run("not 1 < 2") == 0)
    #expect(try run("not 1 > 2 and 2 > 1") == 1)
    #expect(try run("1e3 + .5") == 1000.5)
  }

  @Test func functionsCompute() throws {
    #expect(try run("ceil(x / 64) * 64", ["x": 1092]) == 1152)
    #expect(try run("round_up(x, 64)", ["x": 1092]) == 1152)
    #expect(try run("min(8, x, 3)", ["x": 5]) == 3)
    #expect(try run("max(x)", ["x": 5]) == 5)
    #expect(try run("if(x > 1, 0.8, 0.9)", ["x": 2]) == 0.8)
    #expect(try run("pow(2, ceil(log2(x)))", ["x": 1536]) == 2048)
    #expect(try run("pow(2, ceil(log2(x)))", ["x": 2048]) == 2048)
    #expect(try run("abs(floor(-2.5)) + round(2.5)") == 6)
  }

  @Test func mistakesHaveTheirPlace() {
    let cases: [(String, Int)] = [
      ("1 +", 3), ("1 2", 2), ("(1", 2), ("foo(1)", 0), ("1 + min()", 4), ("a = 1", 2), ("1 $ 2", 2),
      ("'open", 0), ("1.2.3", 0), ("", 0), ("1 and 2", 2), ("min(1, 2 > 1)", 0), ("and", 0), ("1 + x9", 4),
    ]
    for (text, offset) in cases {
      do {
        _ = try run(text)
        Issue.record("`\(text)` was accepted")
      } catch let error as ExpressionError {
        #expect(error.offset == offset, "\(text): \(error)")
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func deepAndLongTextsAreRefused() {
    for text in [
      String(repeating: "(", count: 1900), String(repeating: "-", count: 1900) + "1",
      String(repeating: "1+", count: 900) + "1", String(repeating: "not ", count: 400) + "true",
      String(repeating: "min(", count: 400), String(repeating: "1", count: 5000),
    ] {
      #expect(throws: ExpressionError.self) { try ExpressionParser.parse(text) }
    }
  }

  // MARK: Random trees

  private func plain(_ tree: ExpressionTree, _ names: [String: Double]) -> Double {
    switch tree {
    case .number(let value): return value
    case .flag(let value): return value ? 1 : 0
    case .text: return .nan
    case .name(let name, _): return names[name] ?? .nan
    case .unary(.negate, let operand): return -plain(operand, names)
    case .unary(.not, let operand): return plain(operand, names) == 0 ? 1 : 0
    case .binary(let sign, let left, let right, _):
      let (a, b) = (plain(left, names), plain(right, names))
      switch sign {
      case .add: return a + b
      case .subtract: return a - b
      case .multiply: return a * b
      case .divide: return a / b
      case .remainder: return a - b * floor(a / b)
      case .less: return a < b ? 1 : 0
      case .lessOrEqual: return a <= b ? 1 : 0
      case .greater: return a > b ? 1 : 0
      case .greaterOrEqual: return a >= b ? 1 : 0
      case .equal: return a == b ? 1 : 0
      case .notEqual: return a != b ? 1 : 0
      case .and: return a != 0 && b != 0 ? 1 : 0
      case .or: return a != 0 || b != 0 ? 1 : 0
      }
    case .call(let name, let arguments, _):
      let values = arguments.map { plain($0, names) }
      switch name {
      case "min": return values.reduce(values[0]) { Swift.min($0, $1) }
      case "max": return values.reduce(values[0]) { Swift.max($0, $1) }
      case "if": return values[0] != 0 ? values[1] : values[2]
      case "ceil": return ceil(values[0])
      case "round_up": return ceil(values[0] / values[1]) * values[1]
      default: return .nan
      }
    }
  }

  private func number(_ depth: Int, _ random: inout SeededNumbers) -> ExpressionTree {
    switch depth <= 0 ? random.below(2) : random.below(8) {
    case 0: .number(Double(random.below(9)) + Double(random.below(4)) / 4)
    case 1: .name(["a", "b", "c"][random.below(3)], offset: 0)
    case 2: .unary(.negate, number(depth - 1, &random))
    case 3:
      .call(
        "if", [flag(depth - 1, &random), number(depth - 1, &random), number(depth - 1, &random)], offset: 0)
    case 4: .call("max", (0...random.below(3)).map { _ in number(depth - 1, &random) }, offset: 0)
    case 5: .call("round_up", [number(depth - 1, &random), .number(8)], offset: 0)
    default:
      .binary(
        [.add, .subtract, .multiply, .divide, .remainder][random.below(5)], number(depth - 1, &random),
        number(depth - 1, &random), offset: 0)
    }
  }

  private func flag(_ depth: Int, _ random: inout SeededNumbers) -> ExpressionTree {
    switch depth <= 0 ? random.below(2) : random.below(5) {
    case 0: .flag(random.below(2) == 0)
    case 1, 2:
      .binary(
        [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual][random.below(6)],
        number(depth - 1, &random), number(depth - 1, &random), offset: 0)
    case 3: .unary(.not, flag(depth - 1, &random))
    default:
      .binary([.and, .or][random.below(2)], flag(depth - 1, &random), flag(depth - 1, &random), offset: 0)
    }
  }

  /// Text with brackets only where precedence needs them, so that precedence is tested.
  private func text(_ tree: ExpressionTree, above outer: Int = 0) -> String {
    switch tree {
    case .number(let value): return "\(value)"
    case .flag(let value): return "\(value)"
    case .text(let value): return "'\(value)'"
    case .name(let name, _): return name
    case .unary(.negate, let operand): return "-(\(text(operand)))"
    case .unary(.not, let operand): return "(not (\(text(operand))))"
    case .call(let name, let arguments, _):
      return "\(name)(\(arguments.map { text($0) }.joined(separator: ", ")))"
    case .binary(let sign, let left, let right, _):
      let own = sign.precedence
      let body = "\(text(left, above: own - 1)) \(sign.rawValue) \(text(right, above: own))"
      return own <= outer ? "(\(body))" : body
    }
  }

  @Test func randomExpressionsAgreeWithThePlainEvaluator() throws {
    var random = SeededNumbers(seed: 42)
    for _ in 0..<3000 {
      let tree = number(5, &random)
      let names = ["a": Double(random.below(20)), "b": Double(random.below(5)) - 2, "c": 0.5]
      let text = text(tree)
      if text.count > 2000 { continue }
      let expected = plain(tree, names)
      let found = try run(text, names)
      #expect(found == expected || found.isNaN && expected.isNaN, "\(text)")
    }
  }
}

/// Numbers that are the same in every run.
struct SeededNumbers {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
