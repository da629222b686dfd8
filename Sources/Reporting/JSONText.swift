/// A JSON value whose members keep their order.
public indirect enum JSONText: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Not finite: written as null.
  case real(Double)
  case string(String)
  case array([JSONText])
  case object([Member])

  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSONText
    public init(_ name: String, _ value: JSONText) {
      self.name = name
      self.value = value
    }
  }

  /// Text with the outer `expanded` levels over lines of their own and the rest on one line.
  public func text(expanded: Int = 0) -> String {
    var output = ""
    write(&output, expanded: expanded, indent: "")
    return output
  }

  private func write(_ output: inout String, expanded: Int, indent: String) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .real(let value): output += value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.write(value, &output)
    case .array(let values):
      Self.list(values, "[", "]", &output, expanded: expanded, indent: indent) { value, output, inner in
        value.write(&output, expanded: expanded - 1, indent: inner)
      }
    case .object(let members):
      Self.list(members, "{", "}", &output, expanded: expanded, indent: indent) { member, output, inner in
        Self.write(member.name, &output)
        output += expanded > 0 ? ": " : ":"
        member.value.write(&output, expanded: expanded - 1, indent: inner)
      }
    }
  }

  private static func list<Item>(
    _ items: [Item], _ open: String, _ close: String, _ output: inout String, expanded: Int,
    indent: String, each: (Item, inout String, String) -> Void
  ) {
    let lines = expanded > 0 && !items.isEmpty
    let inner = indent + "  "
    output += open
    for (index, item) in items.enumerated() {
      if index > 0 { output += "," }
      if lines { output += "\n" + inner }
      each(item, &output, inner)
    }
    if lines { output += "\n" + indent }
    output += close
  }

  /// A string literal. `<` is escaped, so that no `</script>` ends a page that holds it.
  private static func write(_ value: String, _ output: inout String) {
    output += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "<", "\u{2028}", "\u{2029}": escape(scalar, &output)
      case _ where scalar.value < 0x20: escape(scalar, &output)
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }

  private static func escape(_ scalar: Unicode.Scalar, _ output: inout String) {
    let digits = String(scalar.value, radix: 16)
    output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension JSONText: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONText {
  /// The cell of a column.
  init(_ cell: ReportColumn.Cell) {
    switch cell {
    case .text(let value): self = .string(value)
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .real(value)
    case .flag(let value): self = .bool(value)
    case .empty: self = .null
    }
  }
}
