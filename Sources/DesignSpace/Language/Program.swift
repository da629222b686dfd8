/// One step of a compiled expression. Everything is a number: flags are 0 and 1, texts are indices.
enum Instruction: Sendable {
  case push(Double)
  case load(slot: Int)
  /// Replaces an index by that row of a property's table: of a system, model or parallel label.
  case lookUp(property: Int)
  case negate, not
  case add, subtract, multiply, divide, remainder
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, and, or
  case minimum, maximum, ceiling, floor, round, absolute, logarithm2, power, roundUpTo
  /// condition, then, else: all three were computed, which no expression can notice.
  case select
}

/// A range of instructions in the code of a block.
struct Program: Sendable, Hashable {
  var start: Int
  var count: Int
}

/// Runs programs over the slots of one block.
struct Machine {
  let code: UnsafePointer<Instruction>
  let slots: UnsafeMutablePointer<Double>
  let stack: UnsafeMutablePointer<Double>
  /// The properties' tables one after the other, `rows` numbers each.
  let tables: UnsafePointer<Double>
  let rows: Int

  func run(_ program: Program) -> Double {
    var top = stack - 1
    for index in program.start..<(program.start + program.count) {
      switch code[index] {
      case .push(let value):
        top += 1
        top.pointee = value
      case .load(let slot):
        top += 1
        top.pointee = slots[slot]
      case .lookUp(let property): top.pointee = tables[property * rows + Int(top.pointee)]
      case .negate: top.pointee = -top.pointee
      case .not: top.pointee = top.pointee == 0 ? 1 : 0
      case .ceiling: top.pointee.round(.up)
      case .floor: top.pointee.round(.down)
      case .round: top.pointee.round(.toNearestOrAwayFromZero)
      case .absolute: top.pointee = abs(top.pointee)
      case .logarithm2: top.pointee = Self.logarithm2(top.pointee)
      case .select:
        top -= 2
        top.pointee = top.pointee != 0 ? top[1] : top[2]
      case let operation:
        top -= 1
        top.pointee = Self.binary(operation, top.pointee, top[1])
      }
    }
    return top.pointee
  }

  @inline(__always)
  private static func binary(_ operation: Instruction, _ left: Double, _ right: Double) -> Double {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .remainder: left - right * (left / right).rounded(.down)
    case .less: left < right ? 1 : 0
    case .lessOrEqual: left <= right ? 1 : 0
    case .greater: left > right ? 1 : 0
    case .greaterOrEqual: left >= right ? 1 : 0
    case .equal: left == right ? 1 : 0
    case .notEqual: left != right ? 1 : 0
    case .and: left != 0 && right != 0 ? 1 : 0
    case .or: left != 0 || right != 0 ? 1 : 0
    case .minimum: Swift.min(left, right)
    case .maximum: Swift.max(left, right)
    case .power: power(left, right)
    case .roundUpTo: (left / right).rounded(.up) * right
    default: .nan
    }
  }
}
