internal import Yams

/// Reads `{from, to, step}` and `{from, to, factor}`. Both ends are always values, as InferenceMAX expands
/// conc-start and conc-end: 4 to 36 by 2 is 4, 8, 16, 32, 36.
struct RangeReader {
  let diagnostics: Diagnostics
  let kind: KeyKind
  let key: String

  private static let keys = ["from", "to", "step", "factor"]

  func values(_ mapping: Node.Mapping) -> [Value]? {
    let place = Node.mapping(mapping).location
    guard isNumeric else {
      diagnostics.report(place, "`\(key)` is a mapping", "expected \(kind.words)")
      return nil
    }
    for (name, _) in mapping where !Self.keys.contains(name.plainText ?? "") {
      diagnostics.unknown(
        name, among: Self.keys + ["values", "when", "else"], what: "key of a range")
      return nil
    }
    guard let from = bound(mapping, "from", place), let to = bound(mapping, "to", place) else { return nil }
    guard from <= to else {
      diagnostics.report(
        place, "the range of `\(key)` goes from \(ValueReader.text(from)) down to \(ValueReader.text(to))",
        "swap `from` and `to`")
      return nil
    }
    switch (mapping["step"], mapping["factor"]) {
    case (.some(let node), nil): return stepped(from, to, node)
    case (nil, .some(let node)): return multiplied(from, to, node)
    case (nil, nil):
      diagnostics.report(place, "the range of `\(key)` has no `step` and no `factor`", "add one of them")
    case (.some, .some(let node)):
      diagnostics.report(node.location, "the range of `\(key)` has `step` and `factor`", "keep one of them")
    }
    return nil
  }

  private var isNumeric: Bool {
    switch kind {
    case .whole, .real, .variable: true
    default: false
    }
  }

  private func bound(_ mapping: Node.Mapping, _ name: String, _ place: SpaceLocation) -> Double? {
    guard let node = mapping[name] else {
      diagnostics.report(place, "the range of `\(key)` has no `\(name)`", "add `\(name):`")
      return nil
    }
    guard let value = number(node, name) else { return nil }
    guard kind.contains(value) else {
      diagnostics.report(
        node.location, "`\(name)` of `\(key)` is \(ValueReader.text(value))", "expected \(kind.words)")
      return nil
    }
    return value
  }

  private func number(_ node: Node, _ name: String) -> Double? {
    if let value = ValueReader.number(node.plainText ?? "") { return value }
    let isExpression = node.plainText?.hasPrefix("=") ?? false
    diagnostics.report(
      node.location, "`\(name)` of `\(key)` is \(node.shapeWords)",
      isExpression
        ? "write a number; limit the values with `constraints:`" : "expected a number")
    return nil
  }

  private func stepped(_ from: Double, _ to: Double, _ node: Node) -> [Value]? {
    guard let step = number(node, "step") else { return nil }
    guard step > 0 else {
      diagnostics.report(
        node.location, "`step` of `\(key)` is \(ValueReader.text(step))", "write a step above 0")
      return nil
    }
    guard (to - from) / step < Double(ValueReader.axisLimit) else { return tooLong(node) }
    let count = Int(((to - from) / step * (1 + 1e-12)).rounded(.down))
    return axis((0...count).map { from + Double($0) * step }, through: to, node)
  }

  private func multiplied(_ from: Double, _ to: Double, _ node: Node) -> [Value]? {
    guard let factor = number(node, "factor") else { return nil }
    guard factor > 1, from > 0 else {
      let what =
        factor > 1 ? "`from` is \(ValueReader.text(from))" : "`factor` is \(ValueReader.text(factor))"
      diagnostics.report(
        node.location, "the range of `\(key)` cannot grow: \(what)",
        "write a factor above 1 and a `from` above 0")
      return nil
    }
    var values: [Double] = []
    var value = from
    while value <= to * (1 + 1e-12) {
      values.append(value)
      if values.count > ValueReader.axisLimit { return tooLong(node) }
      value *= factor
    }
    return axis(values, through: to, node)
  }

  private func axis(_ raw: [Double], through end: Double, _ node: Node) -> [Value] {
    var values: [Double] = []
    for value in raw + [end] {
      let value = min(isWhole ? value.rounded() : value, end)
      if let last = values.last, value - last <= abs(end) * 1e-9 { continue }
      values.append(value)
    }
    return values.map { Value(content: .number($0), location: node.location) }
  }

  private var isWhole: Bool {
    if case .whole = kind { return true }
    return false
  }

  private func tooLong(_ node: Node) -> [Value]? {
    diagnostics.report(
      node.location, "the range of `\(key)` has more than \(ValueReader.axisLimit) values",
      "take a larger step or factor")
    return nil
  }
}
