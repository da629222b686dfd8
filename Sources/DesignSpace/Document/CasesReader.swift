internal import Yams

/// Reads `cases:` and `zip:`: keys that vary together.
struct CasesReader {
  /// Most rows of one group, with the lists in its rows multiplied out.
  private static let rowLimit = 100_000

  let diagnostics: Diagnostics
  let values: ValueReader
  let blocks: BlockReader

  /// A list of mappings with the same keys. A list inside a row multiplies that row.
  func cases(_ node: Node, role: String?, variables: Set<String>) -> ValueGroup? {
    guard case .sequence(let list) = node, !list.isEmpty else {
      diagnostics.report(
        node.location, "`cases` is \(node.shapeWords == "a list" ? "an empty list" : node.shapeWords)",
        "expected a list of mappings, one a row")
      return nil
    }
    var keys: [String]?
    var rows: [[Value]] = []
    var isSound = true
    for node in list {
      guard case .mapping(let mapping) = node else {
        diagnostics.report(node.location, "a row of `cases` is \(node.shapeWords)", "expected a mapping")
        return nil
      }
      var row: [String: [Value]] = [:]
      isSound = read(mapping, role: role, variables: variables, into: &row) && isSound
      let found = row.keys.sorted { KeyTable.rank($0) < KeyTable.rank($1) }
      let expected = keys ?? found
      keys = expected
      guard isSound else { continue }
      if found != expected {
        let missing = Set(expected).symmetricDifference(found).sorted().map { "`\($0)`" }
        diagnostics.report(
          node.location, "this row and the first differ in \(missing.joined(separator: ", "))",
          "give every row the same keys")
        isSound = false
        continue
      }
      rows += Self.product(expected.map { row[$0] ?? [] }, limit: Self.rowLimit)
      if rows.count >= Self.rowLimit {
        diagnostics.report(node.location, "`cases` has \(Self.rowLimit) rows or more", "split the space")
        return nil
      }
    }
    guard isSound, let keys, !keys.isEmpty else { return nil }
    return ValueGroup(keys: keys, rows: rows, location: node.location)
  }

  private func read(
    _ mapping: Node.Mapping, role: String?, variables: Set<String>, into row: inout [String: [Value]]
  ) -> Bool {
    var isSound = true
    for (nameNode, node) in mapping {
      let name = nameNode.plainText ?? ""
      if role == nil, ServerRole(rawValue: name) != nil, case .mapping(let inner) = node {
        isSound = read(inner, role: name, variables: variables, into: &row) && isSound
        continue
      }
      guard let (key, kind) = blocks.key(nameNode, role: role, variables: variables),
        let values = values.values(node, kind: kind, key: key)
      else {
        isSound = false
        continue
      }
      if row[key] != nil {
        diagnostics.report(nameNode.location, "`\(key)` is set twice", "keep one of them")
      }
      row[key] = values
    }
    return isSound
  }

  /// A mapping of keys to lists of one length.
  func zip(_ node: Node, role: String?, variables: Set<String>) -> ValueGroup? {
    guard case .mapping(let mapping) = node, !mapping.isEmpty else {
      diagnostics.report(node.location, "`zip` is \(node.shapeWords)", "expected a mapping of keys to lists")
      return nil
    }
    var columns: [String: [Value]] = [:]
    guard read(mapping, role: role, variables: variables, into: &columns) else { return nil }
    let keys = columns.keys.sorted { KeyTable.rank($0) < KeyTable.rank($1) }
    let lengths = Set(columns.values.map(\.count))
    guard lengths.count == 1, let length = lengths.first else {
      let counts = keys.map { "`\($0)` \(columns[$0]?.count ?? 0)" }.joined(separator: ", ")
      diagnostics.report(
        node.location, "the lists of `zip` differ in length: \(counts)", "give them the same length")
      return nil
    }
    let rows = (0..<length).map { index in keys.compactMap { columns[$0]?[index] } }
    return ValueGroup(keys: keys, rows: rows, location: node.location)
  }

  /// Every choice of one element a list; the last list varies fastest.
  private static func product(_ lists: [[Value]], limit: Int) -> [[Value]] {
    var rows: [[Value]] = [[]]
    for list in lists {
      guard rows.count * list.count <= limit else { return Array(repeating: [], count: limit) }
      rows = rows.flatMap { row in list.map { row + [$0] } }
    }
    return rows
  }
}

extension KeyTable {
  /// Place of a key's axis among the others: deployment keys first, concurrency last.
  static func rank(_ key: String) -> Int { ranks[key] ?? 500 }

  private static let ranks: [String: Int] = {
    var ranks: [String: Int] = [:]
    for (index, key) in blockKeyNames.enumerated() {
      ranks[key] = workloadKeys.contains(key) ? 1000 + index : index
    }
    for (index, role) in ServerRole.allCases.enumerated() {
      for (place, key) in serverKeyNames.enumerated() {
        ranks["\(role.rawValue).\(key)"] = 100 * (index + 1) + place
      }
    }
    return ranks
  }()
}
