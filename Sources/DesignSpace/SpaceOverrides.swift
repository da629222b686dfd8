public import ServingModel

/// A question that a space cannot be turned to.
public struct OverrideError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}

extension Space {
  /// The space for another question: what is given replaces the values of the file, what is not stays.
  ///
  /// - Parameters:
  ///   - isl: input lengths, tokens.
  ///   - osl: output lengths, tokens.
  ///   - rangeRatio: spread of the lengths.
  ///   - concurrency: requests in flight over all servers; replaces `concurrency_per_decode_server` too.
  ///   - model: replaces every model of the space.
  ///   - systems: keeps the blocks and rows of these GPU systems. A space whose file says `system: any`
  ///     takes every system of the catalogue.
  ///   - engines: keeps these engines; as with systems.
  ///   - quantization: replaces the number formats, as a space file writes them.
  /// - Throws: ``OverrideError`` where nothing is left or a value is not possible; `CatalogueError` for an
  ///   unknown name; ``SpaceErrors`` where the changed space does not hold together.
  public func overriding(
    isl: [Int]? = nil, osl: [Int]? = nil, rangeRatio: Double? = nil, concurrency: [Int]? = nil,
    model: ModelArchitecture? = nil, systems: [String]? = nil, engines: [String]? = nil,
    quantization: [String]? = nil
  ) throws -> Space {
    var changed = document
    if let isl { try changed.set("isl", isl) }
    if let osl { try changed.set("osl", osl) }
    if let concurrency {
      changed.remove("concurrency_per_decode_server")
      try changed.set("concurrency", concurrency)
    }
    if let rangeRatio {
      guard (0...1).contains(rangeRatio) else {
        throw OverrideError("range ratio \(rangeRatio) is not from 0 to 1")
      }
      changed.set("range_ratio", [.number(rangeRatio)])
    }
    if let quantization {
      let choices = try quantization.map { text -> Value.Content in
        guard let choice = QuantizationChoice(text) else { throw Self.unknownQuantization(text) }
        return .quantization(choice)
      }
      guard !choices.isEmpty else { throw OverrideError("the list of quantizations is empty") }
      changed.set("quantization", choices)
    }
    if let model {
      changed.models = [model.name: model]
      changed.set("model", [.text(model.name)])
    }
    if let systems {
      try changed.keep("system", try systems.map { try Catalogue.system($0).name }, what: "GPU system")
    }
    if let engines {
      try changed.keep("engine", try engines.map { try Catalogue.engine($0).rawValue }, what: "engine")
    }
    return try Space(document: changed, diagnostics: Diagnostics(file: document.file))
  }

  private static func unknownQuantization(_ text: String) -> OverrideError {
    let presets = QuantizationChoice.presets
    let hint = Suggestion.nearest(to: text, among: presets).map { "did you mean `\($0)`?" }
    return OverrideError(
      "unknown quantization `\(text)`: \(hint ?? "known: \(presets.joined(separator: ", "))")")
  }
}

extension SpaceDocument {
  fileprivate mutating func set(_ key: String, _ numbers: [Int]) throws(OverrideError) {
    guard !numbers.isEmpty else { throw OverrideError("the list of values of `\(key)` is empty") }
    for number in numbers where KeyTable.kind(key)?.contains(Double(number)) != true {
      throw OverrideError("`\(key)` is \(number), expected \(KeyTable.kind(key)?.words ?? "another value")")
    }
    set(key, numbers.map { .number(Double($0)) })
  }

  fileprivate mutating func set(_ key: String, _ contents: [Value.Content]) {
    remove(key)
    for index in blocks.indices {
      let place = blocks[index].location
      blocks[index].definitions[key] = Definition(
        values: contents.map { Value(content: $0, location: place) }, condition: nil, location: place)
    }
  }

  /// Takes a key out of every block; rows of a group that differ in nothing else become one.
  fileprivate mutating func remove(_ key: String) {
    for index in blocks.indices {
      blocks[index].definitions[key] = nil
      blocks[index].groups = blocks[index].groups.compactMap { $0.without(key) }
    }
  }

  /// Keeps only the given values of a name key.
  fileprivate mutating func keep(_ key: String, _ names: [String], what: String) throws(OverrideError) {
    guard !names.isEmpty else { throw OverrideError("the list of \(what)s is empty") }
    let before = Set(blocks.flatMap { $0.names(of: key) }).sorted()
    blocks = blocks.compactMap { $0.keeping(key, names) }
    guard blocks.isEmpty else { return }
    throw OverrideError(
      "space `\(name)` has no \(what) \(names.map { "`\($0)`" }.joined(separator: ", ")): it has "
        + before.joined(separator: ", "))
  }
}

extension Block {
  /// The names that the block lists for a name key.
  func names(of key: String) -> [String] {
    let listed = definitions[key]?.values ?? []
    let rows = groups.flatMap { group in
      group.keys.firstIndex(of: key).map { column in group.rows.map { $0[column] } } ?? []
    }
    return (listed + rows).compactMap { if case .text(let text) = $0.content { text } else { nil } }
  }

  fileprivate func keeping(_ key: String, _ names: [String]) -> Block? {
    var kept = self
    if let definition = definitions[key] {
      let values: [Value]
      if openKeys.contains(key) {
        values = names.map { Value(content: .text($0), location: definition.location) }
      } else {
        values = definition.values.filter { names.map { .text($0) }.contains($0.content) }
      }
      if values.isEmpty { return nil }
      kept.definitions[key]?.values = values
    }
    for (index, group) in groups.enumerated() {
      guard let column = group.keys.firstIndex(of: key) else { continue }
      kept.groups[index].rows = group.rows.filter { names.map { .text($0) }.contains($0[column].content) }
      if kept.groups[index].rows.isEmpty { return nil }
    }
    return kept
  }
}

extension ValueGroup {
  fileprivate func without(_ key: String) -> ValueGroup? {
    guard let column = keys.firstIndex(of: key) else { return self }
    var shorter = self
    shorter.keys.remove(at: column)
    if shorter.keys.isEmpty { return nil }
    var seen: Set<[String]> = []
    shorter.rows = rows.compactMap { row in
      var row = row
      row.remove(at: column)
      return seen.insert(row.map(\.canonicalText)).inserted ? row : nil
    }
    return shorter
  }
}
