internal import ServingModel
internal import Yams

/// Reads the values of one key.
struct ValueReader {
  /// Longest axis that a range may make.
  static let axisLimit = 100_000

  let diagnostics: Diagnostics
  let names: NameReader

  /// Reads a value, list, range or conditional axis. Mistakes are reported and give none.
  func definition(_ node: Node, kind: KeyKind, key: String) -> Definition? {
    if case .mapping(let mapping) = node, mapping["when"] != nil || mapping["values"] != nil {
      return conditional(mapping, kind: kind, key: key)
    }
    guard let values = values(node, kind: kind, key: key) else { return nil }
    return Definition(values: values, condition: nil, location: node.location)
  }

  private func conditional(_ mapping: Node.Mapping, kind: KeyKind, key: String) -> Definition? {
    var plain = mapping
    let when = mapping["when"]
    let otherwise = mapping["else"]
    plain["when"] = nil
    plain["else"] = nil
    let node = plain["values"] ?? .mapping(plain)
    if let listed = plain["values"], plain.count > 1 {
      diagnostics.report(
        listed.location, "`\(key)` has `values` beside \(plain.count - 1) other keys",
        "keep `values`, `when` and `else`")
      return nil
    }
    guard let values = values(node, kind: kind, key: key) else { return nil }
    let place = Node.mapping(mapping).location
    guard let when else {
      if let otherwise {
        diagnostics.report(otherwise.location, "`else` of `\(key)` has no `when`", "add `when:`")
        return nil
      }
      return Definition(values: values, condition: nil, location: place)
    }
    guard let otherwise else {
      diagnostics.report(
        when.location, "`when` of `\(key)` has no `else`",
        "add `else:` with the value where the condition does not hold")
      return nil
    }
    guard let rule = expression(when),
      let fallback = self.values(otherwise, kind: kind, key: key)
    else { return nil }
    guard fallback.count == 1 else {
      diagnostics.report(otherwise.location, "`else` of `\(key)` is a list", "give it one value")
      return nil
    }
    return Definition(
      values: values, condition: .init(when: rule, otherwise: fallback[0]), location: place)
  }

  /// Reads one value or several.
  func values(_ node: Node, kind: KeyKind, key: String) -> [Value]? {
    switch node {
    case .scalar:
      if let list = spacedList(node, kind: kind) { return list.compactMapAll { check($0, kind, key) } }
      return names.openValues(node, kind: kind) ?? scalar(node, kind: kind, key: key).map { [$0] }
    case .mapping(let mapping):
      if kind == .quantization { return names.quantization(mapping).map { [$0] } }
      let range = RangeReader(diagnostics: diagnostics, kind: kind, key: key)
      return range.values(mapping)
    case .sequence(let sequence):
      if sequence.isEmpty {
        diagnostics.report(
          node.location, "`\(key)` is an empty list", "list at least one value, or leave the key out")
        return nil
      }
      if kind == .profile, sequence.allSatisfy({ $0.plainText != nil }) {
        return profile(sequence, key: key).map { [$0] }
      }
      let lists = sequence.map { element -> [Value]? in
        if kind == .profile, case .sequence(let rates) = element {
          return profile(rates, key: key).map { [$0] }
        }
        if case .sequence = element { return wrong(element, kind, key) }
        return values(element, kind: kind, key: key)
      }
      return lists.compactMapAll { $0 }.map { $0.flatMap { $0 } }
    case .alias:
      return wrong(node, kind, key)
    }
  }

  /// An expression of a condition or constraint, with or without its `=`.
  func expression(_ node: Node) -> ExpressionSource? {
    guard let text = node.plainText, !text.trimmed.isEmpty else {
      diagnostics.report(
        node.location, "expected an expression, found \(node.shapeWords)", "write one such as `tp <= 8`")
      return nil
    }
    var body = Substring(text)
    var column = node.location.column + (node.isQuoted ? 1 : 0)
    while let first = body.first, first == "=" || first.isWhitespace {
      body = body.dropFirst()
      column += 1
    }
    do {
      let tree = try ExpressionParser.parse(String(body))
      let place = SpaceLocation(line: node.location.line, column: column)
      return ExpressionSource(text: String(body), tree: tree, location: place)
    } catch {
      let place = SpaceLocation(line: node.location.line, column: column + error.offset)
      diagnostics.report(place, "expression `\(body.prefix(80))`: \(error.what)", error.remedy)
      return nil
    }
  }

  private func scalar(_ node: Node, kind: KeyKind, key: String) -> Value? {
    let text = (node.plainText ?? "").trimmed
    if text.hasPrefix("="), kind != .profile, !names.isNameKind(kind) {
      guard let source = expression(node) else { return nil }
      return Value(content: .expression(source), location: node.location)
    }
    switch kind {
    case .whole, .real:
      guard let number = Self.number(text) else { return wrong(node, kind, key)?.first }
      return check(Value(content: .number(number), location: node.location), kind, key)
    case .flag:
      guard let flag = Self.flag(text) else { return wrong(node, kind, key)?.first }
      return Value(content: .flag(flag), location: node.location)
    case .variable:
      if let flag = Self.flag(text) { return Value(content: .flag(flag), location: node.location) }
      guard let number = Self.number(text) else { return wrong(node, kind, key)?.first }
      return Value(content: .number(number), location: node.location)
    case .system, .model, .engine, .quantization, .label:
      guard !text.isEmpty else { return wrong(node, kind, key)?.first }
      return names.value(text, kind: kind, location: node.location)
    case .profile:
      return wrong(node, kind, key)?.first
    }
  }

  private func profile(_ sequence: Node.Sequence, key: String) -> Value? {
    let rates = sequence.compactMapAll { node -> Double? in
      guard let rate = Self.number(node.plainText ?? ""), (0...1).contains(rate) else {
        diagnostics.report(
          node.location, "`\(key)` holds \(node.shapeWords)", "expected acceptance rates from 0 to 1")
        return nil
      }
      return rate
    }
    guard let rates, rates.count <= 16 else { return nil }
    let place = Node.sequence(sequence).location
    return Value(content: .profile(rates), location: place)
  }

  /// Numbers separated by spaces, as environment variables hold them: `1 2 4 8`.
  private func spacedList(_ node: Node, kind: KeyKind) -> [Value]? {
    guard case .whole = kind, let text = node.plainText, !text.trimmed.hasPrefix("=") else { return nil }
    let parts = text.split { $0.isWhitespace || $0 == "," }
    guard parts.count > 1 else { return nil }
    return parts.compactMapAll { Self.number(String($0)) }?.map {
      Value(content: .number($0), location: node.location)
    }
  }

  /// Checks a literal number against its key's range.
  private func check(_ value: Value, _ kind: KeyKind, _ key: String) -> Value? {
    guard case .number(let number) = value.content, !kind.contains(number) else { return value }
    diagnostics.report(
      value.location, "`\(key)` is \(Self.text(number))", "expected \(kind.words)")
    return nil
  }

  private func wrong(_ node: Node, _ kind: KeyKind, _ key: String) -> [Value]? {
    diagnostics.report(node.location, "`\(key)` is \(node.shapeWords)", "expected \(kind.words)")
    return nil
  }

  static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  /// A finite decimal number.
  static func number(_ text: String) -> Double? {
    let text = text.trimmed
    guard let first = text.first, first.isNumber || "+-.".contains(first),
      let value = Double(text.filter { $0 != "_" }), value.isFinite
    else { return nil }
    return value
  }

  static func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}

extension KeyKind {
  /// Whether a literal number may stand for this key.
  func contains(_ number: Double) -> Bool {
    switch self {
    case .whole(let range): Int(exactly: number).map(range.contains) ?? false
    case .real(let range): range.contains(number)
    default: true
    }
  }
}

extension Sequence {
  /// The results of `transform`, or none if one of them is missing; every element is visited.
  func compactMapAll<Result>(_ transform: (Element) -> Result?) -> [Result]? {
    let results = map(transform)
    let present = results.compactMap { $0 }
    return present.count == results.count ? present : nil
  }
}
