internal import Yams

/// Reads one block, or `defaults`.
struct BlockReader {
  let diagnostics: Diagnostics
  let values: ValueReader

  private static let structure = [
    "name", "topology", "server", "prefill", "decode", "let", "knobs", "cases", "zip", "constraints",
  ]

  /// More names than any space needs; the order of evaluation is found by recursion over them.
  private static let variableLimit = 200

  /// Everything a mapping says, before it is merged with the defaults.
  struct Partial {
    var name: String?
    var topology: Bool?
    var location = SpaceLocation(line: 1, column: 1)
    var definitions: [String: Definition] = [:]
    var variables: Set<String> = []
    var groups: [ValueGroup] = []
    var constraints: [Constraint] = []
    var usesKnobs = false
    var openKeys: Set<String> = []
    /// Servers that are named here, with sound keys or not.
    var roles: Set<String> = []

    /// Every key that is given here.
    var keys: Set<String> { Set(definitions.keys).union(groups.flatMap(\.keys)) }
  }

  func read(_ node: Node, what: String) -> Partial? {
    guard case .mapping(let mapping) = node else {
      diagnostics.report(node.location, "\(what) is \(node.shapeWords)", "expected a mapping of keys")
      return nil
    }
    var partial = Partial()
    partial.location = node.location
    // Names of `let:` first: other keys may stand in `cases` beside them.
    if let variables = mapping["let"] { readVariables(variables, into: &partial) }
    for (nameNode, node) in mapping {
      let name = nameNode.plainText ?? ""
      switch name {
      case "let": continue
      case "name": partial.name = node.plainText
      case "topology": partial.topology = topology(node)
      case "server", "prefill", "decode": readServer(node, role: name, into: &partial)
      case "knobs": readKnobs(node, into: &partial)
      case "cases": readCases(node, role: nil, into: &partial)
      case "zip": readZip(node, role: nil, into: &partial)
      case "constraints": readConstraints(node, into: &partial)
      default: readKey(nameNode, node, role: nil, into: &partial)
      }
    }
    return partial
  }

  private func topology(_ node: Node) -> Bool? {
    switch node.plainText?.lowercased() {
    case "agg", "aggregated": return false
    case "disagg", "disaggregated": return true
    default:
      diagnostics.report(node.location, "`topology` is \(node.shapeWords)", "write agg or disagg")
      return nil
    }
  }

  private func readServer(_ node: Node, role: String, into partial: inout Partial) {
    partial.roles.insert(role)
    guard case .mapping(let mapping) = node else {
      diagnostics.report(node.location, "`\(role)` is \(node.shapeWords)", "expected a mapping of keys")
      return
    }
    for (nameNode, node) in mapping {
      switch nameNode.plainText {
      case "cases": readCases(node, role: role, into: &partial)
      case "zip": readZip(node, role: role, into: &partial)
      default: readKey(nameNode, node, role: role, into: &partial)
      }
    }
  }

  private func readKey(_ nameNode: Node, _ node: Node, role: String?, into partial: inout Partial) {
    guard let (key, kind) = key(nameNode, role: role, variables: partial.variables) else { return }
    guard let definition = values.definition(node, kind: kind, key: key) else { return }
    define(key, definition, into: &partial)
    if NameReader.isOpen(node, kind: kind) { partial.openKeys.insert(key) }
  }

  private func define(_ key: String, _ definition: Definition, into partial: inout Partial) {
    if partial.keys.contains(key) {
      diagnostics.report(definition.location, "`\(key)` is set twice", "keep one of them")
    }
    partial.definitions[key] = definition
  }

  /// The full name and kind of a key.
  func key(_ node: Node, role: String?, variables: Set<String>) -> (String, KeyKind)? {
    let name = node.plainText ?? ""
    if variables.contains(name), role == nil { return (name, .variable) }
    let full = role.map { "\($0).\(name)" } ?? name
    if let kind = KeyTable.kind(full) { return (full, kind) }
    let known =
      role == nil ? KeyTable.blockKeyNames + Self.structure : KeyTable.serverKeyNames + ["cases", "zip"]
    if role == nil, KeyTable.serverKeyNames.contains(name) {
      diagnostics.report(
        node.location, "`\(name)` belongs to a server",
        "move it under `server:` (agg), `prefill:` or `decode:` (disagg)")
    } else if role != nil, KeyTable.blockKeyNames.contains(name) {
      diagnostics.report(
        node.location, "`\(name)` belongs to the block, not to a server", "move it one level up")
    } else {
      diagnostics.unknown(node, among: known, what: "key")
    }
    return nil
  }

  private func readVariables(_ node: Node, into partial: inout Partial) {
    guard case .mapping(let mapping) = node else {
      diagnostics.report(node.location, "`let` is \(node.shapeWords)", "expected a mapping of names")
      return
    }
    for (nameNode, node) in mapping {
      let name = nameNode.plainText ?? ""
      guard name.isVariableName else {
        diagnostics.report(
          nameNode.location, "`\(name.prefix(60))` cannot be a name of `let`", "use letters, digits and _")
        continue
      }
      guard KeyTable.kind(name) == nil, !Self.structure.contains(name),
        !KeyTable.serverKeyNames.contains(name), PropertyTable.property(name) == nil
      else {
        diagnostics.report(nameNode.location, "`\(name)` is a key of the language", "choose another name")
        continue
      }
      guard partial.variables.count < Self.variableLimit else {
        diagnostics.report(nameNode.location, "`let` has more than \(Self.variableLimit) names", "use fewer")
        return
      }
      partial.variables.insert(name)
      guard let definition = values.definition(node, kind: .variable, key: name) else { continue }
      define(name, definition, into: &partial)
    }
  }

  private func readKnobs(_ node: Node, into partial: inout Partial) {
    guard case .mapping(let mapping) = node else {
      diagnostics.report(node.location, "`knobs` is \(node.shapeWords)", "expected a mapping such as NCTX: 6")
      return
    }
    partial.usesKnobs = true
    for (nameNode, node) in mapping {
      let name = nameNode.plainText ?? ""
      guard let key = KeyTable.knobs[name], let kind = KeyTable.kind(key) else {
        diagnostics.unknown(nameNode, among: KeyTable.knobs.keys.sorted(), what: "knob")
        continue
      }
      guard let definition = values.definition(node, kind: kind, key: name) else { continue }
      define(key, definition, into: &partial)
    }
  }

  private func readCases(_ node: Node, role: String?, into partial: inout Partial) {
    let reader = CasesReader(diagnostics: diagnostics, values: values, blocks: self)
    add(reader.cases(node, role: role, variables: partial.variables), into: &partial)
  }

  private func readZip(_ node: Node, role: String?, into partial: inout Partial) {
    let reader = CasesReader(diagnostics: diagnostics, values: values, blocks: self)
    add(reader.zip(node, role: role, variables: partial.variables), into: &partial)
  }

  private func add(_ group: ValueGroup?, into partial: inout Partial) {
    guard let group else { return }
    let taken = partial.keys
    for key in group.keys where taken.contains(key) {
      diagnostics.report(group.location, "`\(key)` is set twice", "keep one of them")
    }
    partial.groups.append(group)
  }

  private func readConstraints(_ node: Node, into partial: inout Partial) {
    guard case .sequence(let list) = node else {
      diagnostics.report(
        node.location, "`constraints` is \(node.shapeWords)", "expected a list of expressions")
      return
    }
    for node in list {
      if case .mapping(let mapping) = node {
        for (name, _) in mapping where !["rule", "message"].contains(name.plainText) {
          diagnostics.unknown(name, among: ["rule", "message"], what: "key of a constraint")
        }
        guard let rule = mapping["rule"] else {
          diagnostics.report(node.location, "the constraint has no `rule`", "add `rule:`")
          continue
        }
        guard let source = values.expression(rule) else { continue }
        partial.constraints.append(Constraint(rule: source, message: mapping["message"]?.plainText))
      } else if let source = values.expression(node) {
        partial.constraints.append(Constraint(rule: source, message: nil))
      }
    }
  }
}

extension String {
  fileprivate var isVariableName: Bool {
    guard let first = utf8.first, utf8.count <= 60, !["and", "or", "not", "true", "false"].contains(self)
    else { return false }
    return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
      && utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
      }
  }
}
