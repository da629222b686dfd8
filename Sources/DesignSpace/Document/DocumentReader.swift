internal import ServingModel
internal import Yams

/// Reads a whole space file.
struct DocumentReader {
  private static let keys = ["name", "description", "model", "defaults", "blocks"]

  let diagnostics: Diagnostics
  let names: NameReader
  private let values: ValueReader
  private let blocks: BlockReader

  init(diagnostics: Diagnostics, resolveModel: @escaping (String) throws -> ModelArchitecture) {
    self.diagnostics = diagnostics
    names = NameReader(diagnostics: diagnostics, resolveModel: resolveModel)
    values = ValueReader(diagnostics: diagnostics, names: names)
    blocks = BlockReader(diagnostics: diagnostics, values: values)
  }

  func read(_ yaml: String) -> SpaceDocument? {
    guard let root = YAMLSource.compose(yaml, into: diagnostics) else { return nil }
    guard case .mapping(let mapping) = root else {
      diagnostics.report(
        root.location, "the file is \(root.shapeWords)", "write `name:`, `model:` and `blocks:`")
      return nil
    }
    for (nameNode, _) in mapping where !Self.keys.contains(nameNode.plainText ?? "") {
      let name = nameNode.plainText ?? ""
      if KeyTable.kind(name) != nil || ServerRole(rawValue: name) != nil || name == "topology" {
        diagnostics.report(
          nameNode.location, "`\(name)` belongs to a block", "move it under `defaults:` or into a block")
      } else {
        diagnostics.unknown(nameNode, among: Self.keys, what: "key")
      }
    }
    let name = text(mapping, "name", at: root.location)
    let description = mapping["description"].map { _ in text(mapping, "description", at: root.location) ?? ""
    }
    var defaults = mapping["defaults"].flatMap { blocks.read($0, what: "`defaults`") } ?? .init()
    if let model = mapping["model"], let definition = values.definition(model, kind: .model, key: "model") {
      defaults.definitions["model"] = defaults.definitions["model"] ?? definition
    }
    let list = readBlocks(mapping["blocks"], defaults: defaults, root: root)
    return SpaceDocument(
      file: diagnostics.file, name: name ?? "", description: description ?? "", models: names.models,
      blocks: list)
  }

  private func text(_ mapping: Node.Mapping, _ key: String, at root: SpaceLocation) -> String? {
    guard let node = mapping[key] else {
      diagnostics.report(root, "the space has no `\(key)`", "add `\(key):`")
      return nil
    }
    guard let text = node.plainText, !text.trimmed.isEmpty else {
      diagnostics.report(node.location, "`\(key)` is \(node.shapeWords)", "expected a text")
      return nil
    }
    return text.trimmed
  }

  private func readBlocks(_ node: Node?, defaults: BlockReader.Partial, root: Node) -> [Block] {
    guard let node else {
      diagnostics.report(root.location, "the space has no `blocks`", "add `blocks:` with at least one block")
      return []
    }
    guard case .sequence(let list) = node, !list.isEmpty else {
      let found = node.shapeWords == "a list" ? "an empty list" : node.shapeWords
      diagnostics.report(node.location, "`blocks` is \(found)", "expected a list of blocks")
      return []
    }
    let defaultsAreBroken = !diagnostics.isEmpty
    return list.enumerated().compactMap { index, node in
      let mistakes = diagnostics.found.count
      guard let partial = blocks.read(node, what: "block \(index + 1)") else { return nil }
      var block = merge(partial, defaults, index: index)
      if defaultsAreBroken || diagnostics.found.count > mistakes { block?.isBroken = true }
      return block
    }
  }

  /// A block with the defaults that it does not replace.
  private func merge(_ block: BlockReader.Partial, _ defaults: BlockReader.Partial, index: Int) -> Block? {
    let name = block.name ?? "block \(index + 1)"
    let usesKnobs = block.usesKnobs || defaults.usesKnobs
    guard let isDisaggregated = block.topology ?? defaults.topology ?? (usesKnobs ? true : inferred(block))
    else {
      diagnostics.report(
        block.location, "block `\(name)` has no `topology`", "write `topology: agg` or `disagg`")
      return nil
    }
    let replaced = Self.replaced(by: block.keys)
    let inherited = defaults.groups.filter { $0.keys.allSatisfy { !replaced.contains($0) } }
    for group in defaults.groups where !inherited.contains(group) {
      let kept = group.keys.filter { !replaced.contains($0) }
      if kept.isEmpty { continue }
      diagnostics.report(
        block.location, "block `\(name)` replaces part of a group of `defaults`",
        "set \(kept.map { "`\($0)`" }.joined(separator: ", ")) in the block too")
    }
    var definitions = block.definitions
    for (key, definition) in defaults.definitions where !replaced.contains(key) {
      definitions[key] = definition
    }
    let roles = isDisaggregated ? ["prefill.", "decode."] : ["server."]
    let foreign = block.keys.filter { key in
      ServerRole.allCases.contains { key.hasPrefix($0.rawValue + ".") }
        && !roles.contains(where: key.hasPrefix)
    }
    if let key = foreign.min() {
      diagnostics.report(
        block.definitions[key]?.location ?? block.location,
        "`\(key)` does not exist in \(isDisaggregated ? "a disaggregated" : "an aggregated") block",
        "use \(roles.map { "`\($0.dropLast()):`" }.joined(separator: " and "))")
    }
    let others = ServerRole.allCases.map { $0.rawValue + "." }.filter { !roles.contains($0) }
    let isOurs = { (key: String) in !others.contains(where: key.hasPrefix) }
    return Block(
      name: name, location: block.location, isDisaggregated: isDisaggregated,
      definitions: definitions.filter { isOurs($0.key) },
      variables: block.variables.union(defaults.variables),
      groups: (inherited + block.groups).filter { $0.keys.allSatisfy(isOurs) },
      constraints: defaults.constraints + block.constraints,
      openKeys: block.openKeys.union(defaults.openKeys.subtracting(replaced)), followsDynamoRecipe: usesKnobs,
      isBroken: false)
  }

  /// A block that configures one kind of server says its topology by that.
  private func inferred(_ block: BlockReader.Partial) -> Bool? {
    let keys = block.keys
    let roles = block.roles.union(keys.compactMap { $0.split(separator: ".").first.map(String.init) })
    let aggregated = roles.contains("server")
    let disaggregated = roles.contains("prefill") || roles.contains("decode")
    return aggregated == disaggregated ? nil : disaggregated
  }

  /// Keys of the defaults that a block's own keys push out.
  private static func replaced(by keys: Set<String>) -> Set<String> {
    var replaced = keys
    for role in ServerRole.allCases {
      let shape = Set(KeyTable.shapeKeys.map { "\(role.rawValue).\($0)" })
      if !shape.isDisjoint(with: keys) { replaced.formUnion(shape) }
    }
    let rates: Set = ["concurrency", "concurrency_per_decode_server"]
    if !rates.isDisjoint(with: keys) { replaced.formUnion(rates) }
    return replaced
  }
}
