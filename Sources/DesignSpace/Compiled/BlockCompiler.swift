internal import ServingModel

/// Turns a checked block into steps over slots, in the order of their dependencies.
final class BlockCompiler {
  private let block: Block
  private let document: SpaceDocument
  private let diagnostics: Diagnostics
  private let defaults: BlockDefaults
  private var tables: SpaceTables

  private var sources: [String: Source] = [:]
  private var slots: [String: Int] = [:]
  private var types: [Int: ValueType] = [:]
  private var order: [String] = []
  private var state: [String: Bool] = [:]
  private var output = BlockCode()

  /// Where a slot's value comes from.
  private enum Source {
    case definition(Definition)
    case column(group: Int, column: Int)
    case expression(ExpressionTree)
    /// What a mistake left out; it only keeps that mistake from causing others.
    case placeholder
  }

  init(_ block: Block, document: SpaceDocument, tables: SpaceTables, diagnostics: Diagnostics) {
    self.block = block
    self.document = document
    self.tables = tables
    self.diagnostics = diagnostics
    defaults = BlockDefaults(block: block)
  }

  /// The block's code, and the tables with what it named. None after a mistake, which is reported.
  func compile() -> (BlockCode, SpaceTables)? {
    for key in defaults.missing where !block.isBroken {
      diagnostics.report(
        block.location, "block `\(block.name)` has no `\(key)`", "add `\(key):` to it or to `defaults:`")
    }
    for conflict in defaults.conflicts {
      diagnostics.report(location(of: conflict.key), conflict.what, conflict.remedy)
    }
    guard diagnostics.isEmpty else { return nil }
    gatherSources()
    for key in slots.keys.sorted(by: { slots[$0, default: 0] < slots[$1, default: 0] }) {
      visit(key, path: [])
    }
    guard diagnostics.isEmpty else { return nil }
    arrangeAxes()
    for key in order { compileSlot(key) }
    compileConstraints()
    guard diagnostics.isEmpty else { return nil }
    output.slotCount = slots.count
    output.isDisaggregated = block.isDisaggregated
    output.layout = SlotLayout(slots: slots, isDisaggregated: block.isDisaggregated)
    return (output, tables)
  }

  private func location(of key: String) -> SpaceLocation {
    block.definitions[key]?.location ?? block.groups.first { $0.keys.contains(key) }?.location
      ?? block.location
  }

  private func gatherSources() {
    for (key, definition) in block.definitions { sources[key] = .definition(definition) }
    for (group, values) in block.groups.enumerated() {
      for (column, key) in values.keys.enumerated() { sources[key] = .column(group: group, column: column) }
    }
    for (key, text) in defaults.expressions {
      guard let tree = try? ExpressionParser.parse(text) else { continue }
      sources[key] = .expression(tree)
    }
    if sources["mtp_acceptance"] == nil {
      let value = Value(content: .profile([]), location: block.location)
      sources["mtp_acceptance"] = .definition(
        .init(values: [value], condition: nil, location: block.location))
    }
    if block.isBroken {
      for key in defaults.missing + block.variables where sources[key] == nil { sources[key] = .placeholder }
    }
    for (index, key) in sources.keys.sorted().enumerated() { slots[key] = index }
  }

  // MARK: Names

  /// The key that a name means inside the definition of `key`.
  private func meaning(of name: String, in key: String?) -> String? {
    if let key, let dot = key.firstIndex(of: ".") {
      let own = key[...dot] + name
      if slots[String(own)] != nil { return String(own) }
    }
    if slots[name] != nil { return name }
    if let knob = KeyTable.knobs[name], slots[knob] != nil { return knob }
    if !block.isDisaggregated, slots["server.\(name)"] != nil { return "server.\(name)" }
    return nil
  }

  /// A property, and the key of what it is a property of.
  private func property(_ name: String, in key: String?) -> (index: Int, of: String)? {
    guard let index = PropertyTable.property(name) else { return nil }
    switch PropertyTable.all[index].domain {
    case .system: return (index, "system")
    case .model: return (index, "model")
    default:
      let role = key?.split(separator: ".").first.map(String.init) ?? ""
      return slots["\(role).parallel"] == nil ? nil : (index, "\(role).parallel")
    }
  }

  private func dependency(_ name: String, in key: String?) -> String? {
    meaning(of: name, in: key) ?? property(name, in: key)?.of
  }

  private func reference(
    _ name: String, _ offset: Int, in key: String?
  ) throws(ExpressionError) -> ExpressionCompiler.Reference {
    if let meaning = meaning(of: name, in: key), let slot = slots[meaning] {
      return .slot(slot, types[slot] ?? .number)
    }
    if let (index, owner) = property(name, in: key), let slot = slots[owner] {
      return .property(index, ofSlot: slot, PropertyTable.all[index].isFlag ? .flag : .number)
    }
    throw ExpressionError(offset: offset, what: "unknown name `\(name)`", remedy: remedy(for: name, in: key))
  }

  private func remedy(for name: String, in key: String?) -> String {
    if block.isDisaggregated, slots["decode.\(name)"] != nil {
      return "write `decode.\(name)` or `prefill.\(name)`"
    }
    var known = slots.keys.sorted() + PropertyTable.all.map(\.name).filter { !$0.hasPrefix("label.") }
    if let role = key?.split(separator: ".").first, key?.contains(".") == true {
      known += slots.keys.filter { $0.hasPrefix("\(role).") }.map { String($0.dropFirst(role.count + 1)) }
        .sorted()
    } else if !block.isDisaggregated {
      known += slots.keys.filter { $0.hasPrefix("server.") }.map { String($0.dropFirst(7)) }.sorted()
    }
    if let foreign = KeyTable.foreignNames[name], known.contains(foreign) { return "it is `\(foreign)` here" }
    let nearest = Suggestion.nearest(to: name, among: known)
    return nearest.map { "did you mean `\($0)`?" } ?? "write a key, a name of `let:`, or put a text in quotes"
  }

  // MARK: Order

  private func trees(of key: String) -> [ExpressionTree] {
    func tree(_ value: Value) -> [ExpressionTree] {
      if case .expression(let source) = value.content { return [source.tree] }
      return []
    }
    switch sources[key] {
    case .definition(let definition):
      let condition = definition.condition.map { [$0.when.tree] + tree($0.otherwise) } ?? []
      return definition.values.flatMap(tree) + condition
    case .column(let group, let column): return block.groups[group].rows.flatMap { tree($0[column]) }
    case .expression(let tree): return [tree]
    case .placeholder, nil: return []
    }
  }

  /// Depth-first: a key comes after all that it reads.
  private func visit(_ key: String, path: [String]) {
    if state[key] == true { return }
    if state[key] == false {
      let start = path.firstIndex(of: key) ?? 0
      let cycle = (path[start...] + [key]).joined(separator: " → ")
      let place = path[start...].compactMap { block.definitions[$0]?.location }.min() ?? location(of: key)
      diagnostics.report(
        place, "values depend on each other in a cycle: \(cycle)", "give one of them a number")
      return
    }
    state[key] = false
    let names = Set(trees(of: key).flatMap { $0.names.map(\.name) })
    for name in names.sorted() {
      if let next = dependency(name, in: key) { visit(next, path: path + [key]) }
    }
    state[key] = true
    order.append(key)
  }

  // MARK: Axes

  private func arrangeAxes() {
    var axes: [(rank: Int, axis: BlockAxis, key: String?)] = []
    for (key, definition) in block.definitions where definition.values.count > 1 {
      axes.append((rank(of: [key]), BlockAxis(name: key, count: definition.values.count), key))
    }
    for (index, group) in block.groups.enumerated() where group.rows.count > 1 {
      let name = group.keys.joined(separator: ", ")
      axes.append((rank(of: group.keys), BlockAxis(name: name, count: group.rows.count), "#\(index)"))
    }
    axes.sort { ($0.rank, $0.axis.name) < ($1.rank, $1.axis.name) }
    output.axes = axes.map(\.axis)
    for (index, entry) in axes.enumerated() { if let key = entry.key { digits[key] = index } }
  }

  private var digits: [String: Int] = [:]

  /// Deployment axes vary slower than those that only the workload reads, so that the points of one
  /// deployment are neighbours; a group of both stands between.
  private func rank(of keys: [String]) -> Int {
    let ranks = keys.map { key in
      block.variables.contains(key) ? (reachesDeployment(key) ? 500 : 1000) : KeyTable.rank(key)
    }
    let slowest = ranks.min() ?? 0
    let fastest = ranks.max() ?? 0
    return slowest < 1000 && fastest >= 1000 ? 900 : slowest
  }

  private func reachesDeployment(_ variable: String) -> Bool {
    var reached: Set<String> = [variable]
    // `order` holds every key after what it reads: one pass follows all chains.
    for key in order where !reached.contains(key) {
      let reads = trees(of: key).contains { tree in
        tree.names.contains { dependency($0.name, in: key).map(reached.contains) ?? false }
      }
      guard reads else { continue }
      reached.insert(key)
      if key.contains("."), !key.hasSuffix(".gpus") { return true }
    }
    return reached.contains("quantization")
  }

  // MARK: Code

  private func compileSlot(_ key: String) {
    guard let slot = slots[key] else { return }
    let expected = block.variables.contains(key) ? nil : KeyTable.kind(key)?.type
    switch sources[key] {
    case .expression(let tree):
      let source = ExpressionSource(text: "", tree: tree, location: block.location)
      let value = Value(content: .expression(source), location: block.location)
      let type = expected ?? (key.hasSuffix("attention_dp") ? .flag : .number)
      guard let program = program(value, key: key, type: type) else { return }
      types[slot] = type
      output.steps.append(Step(kind: .single, slot: slot, digit: -1, first: output.add(program)))
    case .definition(let definition):
      compile(definition.values, key: key, slot: slot, digit: digits[key] ?? -1, expected: expected)
      if let condition = definition.condition { attach(condition, key: key, slot: slot) }
    case .column(let group, let column):
      compile(
        block.groups[group].rows.map { $0[column] }, key: key, slot: slot, digit: digits["#\(group)"] ?? -1,
        expected: expected)
    case .placeholder: types[slot] = expected ?? .number
    case nil: break
    }
  }

  private func compile(_ values: [Value], key: String, slot: Int, digit: Int, expected: ValueType?) {
    var type = expected
    var programs: [Program] = []
    for value in values {
      guard let program = program(value, key: key, type: type) else { continue }
      type = type ?? typeOfLast
      programs.append(program)
    }
    guard programs.count == values.count else { return }
    types[slot] = type ?? .number
    let first = output.programs.count
    output.programs += programs
    output.steps.append(Step(kind: digit < 0 ? .single : .axis, slot: slot, digit: digit, first: first))
  }

  private func attach(_ condition: Definition.Condition, key: String, slot: Int) {
    let rule = Value(content: .expression(condition.when), location: condition.when.location)
    guard let when = program(rule, key: key, type: .flag),
      let otherwise = program(condition.otherwise, key: key, type: types[slot] ?? .number),
      var step = output.steps.popLast()
    else { return }
    step.kind = .conditional
    step.when = output.add(when)
    step.otherwise = output.add(otherwise)
    output.steps.append(step)
  }

  private var typeOfLast: ValueType = .number

  /// Compiles one value and checks its type.
  private func program(_ value: Value, key: String?, type: ValueType?) -> Program? {
    let start = output.code.count
    do {
      let found = try append(value, key: key, expecting: type)
      typeOfLast = found
      if let type, found != type {
        diagnostics.report(
          value.location, "\(key.map { "`\($0)`" } ?? "the rule") is \(found.words)", "expected \(type.words)"
        )
        return nil
      }
      return Program(start: start, count: output.code.count - start)
    } catch {
      var place = value.location
      if case .expression(let source) = value.content { place = source.location(offset: error.offset) }
      diagnostics.report(place, error.what, error.remedy)
      return nil
    }
  }

  private func append(
    _ value: Value, key: String?, expecting type: ValueType?
  ) throws(ExpressionError) -> ValueType {
    switch value.content {
    case .number(let number):
      output.code.append(.push(number))
      return .number
    case .flag(let flag):
      output.code.append(.push(flag ? 1 : 0))
      return .flag
    case .text(let text):
      guard case .named(let domain)? = type else { return .number }
      output.code.append(.push(Double(try index(of: text, in: domain, offset: 0))))
      return .named(domain)
    case .quantization(let choice):
      output.code.append(.push(Double(tables.index(of: choice))))
      return .named(.quantization)
    case .profile(let rates):
      output.code.append(.push(Double(tables.index(of: rates))))
      return .named(.profile)
    case .expression(let source):
      var compiler = ExpressionCompiler(
        resolve: { name, offset throws(ExpressionError) in try self.reference(name, offset, in: key) },
        intern: { text, domain, offset throws(ExpressionError) in
          try self.index(of: text, in: domain, offset: offset)
        })
      let found = try compiler.compile(source.tree, expecting: type)
      output.code += compiler.code
      return found
    }
  }

  private func index(of text: String, in domain: Domain, offset: Int) throws(ExpressionError) -> Int {
    do {
      switch domain {
      case .system: return tables.index(of: try Catalogue.system(text))
      case .engine:
        let engine = try Catalogue.engine(text)
        return tables.engines.firstIndex(of: engine) ?? 0
      case .model:
        if let model = document.models[text] { return tables.index(of: model) }
        return tables.index(of: try Catalogue.model(text))
      case .quantization:
        if let choice = QuantizationChoice(text) { return tables.index(of: choice) }
      case .label:
        if let shape = Parallelism(label: text) { return tables.index(of: shape) }
      case .profile: break
      }
    } catch {
      throw ExpressionError(offset: offset, what: "\(error)", remedy: "write a known name")
    }
    throw ExpressionError(
      offset: offset, what: "\"\(text)\" is not \(ValueType.named(domain).words)",
      remedy: domain == .quantization
        ? "known: \(QuantizationChoice.presets.joined(separator: ", "))" : "write one such as TEP8")
  }

  private func compileConstraints() {
    for constraint in block.constraints {
      let value = Value(content: .expression(constraint.rule), location: constraint.rule.location)
      guard let program = program(value, key: nil, type: .flag) else { continue }
      let text = constraint.rule.text.trimmed
      let explanation = constraint.message.map { "\($0) (\(text))" } ?? text
      output.checks.append(
        Check(program: output.add(program), rejection: Rejection(.constraint, explanation)))
    }
    for role in block.roles.map(\.rawValue) {
      let rule = "\(role).tp * \(role).dp * \(role).pp == \(role).world_size"
      guard defaults.given.contains("\(role).world_size"), let tree = try? ExpressionParser.parse(rule) else {
        continue
      }
      let source = ExpressionSource(text: rule, tree: tree, location: block.location)
      let value = Value(content: .expression(source), location: block.location)
      guard let program = program(value, key: nil, type: .flag) else { continue }
      output.checks.append(
        Check(
          program: output.add(program),
          rejection: Rejection(.parallelProduct, "\(role): world_size is not tp x dp x pp")))
    }
  }
}
