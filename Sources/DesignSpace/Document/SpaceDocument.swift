internal import ServingModel

/// One value as it stands in a file.
struct Value: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    case number(Double)
    case flag(Bool)
    /// A name in its canonical spelling: of a system, model, engine or parallel label.
    case text(String)
    case quantization(QuantizationChoice)
    case profile([Double])
    case expression(ExpressionSource)
  }

  var content: Content
  var location: SpaceLocation

  var canonicalText: String {
    switch content {
    case .number(let value): "\(value)"
    case .flag(let value): "\(value)"
    case .text(let text): "\"\(text)\""
    case .quantization(let choice): "\"\(choice.name)\""
    case .profile(let rates): "\(rates)"
    case .expression(let source): "=" + source.tree.canonicalText
    }
  }
}

/// The values of one key: several make an axis.
struct Definition: Hashable, Sendable {
  struct Condition: Hashable, Sendable {
    var when: ExpressionSource
    /// The value where `when` does not hold.
    var otherwise: Value
  }

  var values: [Value]
  var condition: Condition?
  var location: SpaceLocation

  var canonicalText: String {
    let list = values.map(\.canonicalText).joined(separator: ",")
    guard let condition else { return list }
    let when = condition.when.tree.canonicalText
    return "\(list) when \(when) else \(condition.otherwise.canonicalText)"
  }
}

/// Keys that vary together: every row holds one value for each.
struct ValueGroup: Hashable, Sendable {
  var keys: [String]
  var rows: [[Value]]
  var location: SpaceLocation

  var canonicalText: String {
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    let rows = rows.map { row in order.map { row[$0].canonicalText }.joined(separator: ",") }
    return order.map { keys[$0] }.joined(separator: ",") + ":" + rows.joined(separator: ";")
  }
}

struct Constraint: Hashable, Sendable {
  var rule: ExpressionSource
  var message: String?
}

/// Points that share a topology and their axes.
struct Block: Hashable, Sendable {
  var name: String
  var location: SpaceLocation
  var isDisaggregated: Bool
  /// By full key name: `isl`, `decode.tp`, and the names of `let:`.
  var definitions: [String: Definition]
  /// Names that `let:` defines.
  var variables: Set<String>
  var groups: [ValueGroup]
  var constraints: [Constraint]
  /// Name keys that the file gives as `any`: an override may name what the list does not hold.
  var openKeys: Set<String>
  /// Whether `knobs:` is used, with its recipe's rules for TP, PP and EP.
  var followsDynamoRecipe: Bool
  /// Whether mistakes were found while it was read: what is missing then is no mistake of its own.
  var isBroken: Bool

  var canonicalText: String {
    let definitions = definitions.keys.sorted().map { "\($0)=\(self.definitions[$0]?.canonicalText ?? "")" }
    let constraints = constraints.map { "\($0.rule.tree.canonicalText)!\($0.message ?? "")" }
    let parts =
      ["disagg=\(isDisaggregated)", "knobs=\(followsDynamoRecipe)", "let=\(variables.sorted())"]
      + definitions + groups.map(\.canonicalText).sorted() + constraints
    return parts.joined(separator: "\n")
  }

  var roles: [ServerRole] { isDisaggregated ? [.prefill, .decode] : [.server] }

  /// Whether an expression of the block reads a key, by its name or as the recipe's environment variable.
  func reads(_ key: String) -> Bool {
    let values = definitions.values.flatMap(\.values) + groups.flatMap { $0.rows.joined() }
    let conditions = definitions.values.compactMap(\.condition)
    let expressions =
      (values + conditions.map(\.otherwise)).compactMap { value in
        if case .expression(let source) = value.content { source } else { nil }
      } + conditions.map(\.when) + constraints.map(\.rule)
    return expressions.contains { source in
      source.tree.names.contains { $0.name == key || KeyTable.knobs[$0.name] == key }
    }
  }
}

/// A space file, read and checked value by value, before its expressions are compiled.
struct SpaceDocument: Sendable {
  var file: String
  var name: String
  var description: String
  /// Models by the name that the file gives them.
  var models: [String: ModelArchitecture]
  var blocks: [Block]

  /// Equal for files that mean the same: comments, spacing and the order of keys leave no trace.
  var canonicalText: String {
    let models = models.keys.sorted().map { key in
      let model = self.models[key]
      return "model \(key)=\(model?.name ?? ""),\(model?.layers ?? 0),\(model?.hiddenSize ?? 0)"
    }
    return (["space 1"] + models + blocks.map(\.canonicalText)).joined(separator: "\n---\n")
  }
}
