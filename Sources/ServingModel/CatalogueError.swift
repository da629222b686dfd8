/// A name that is not known, or a description that cannot be read.
public enum CatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
  /// `kind` is `model`, `GPU system` or `engine`.
  case unknown(kind: String, name: String, nearest: String?, known: [String])
  case missingField(model: String, field: String)
  case badField(model: String, field: String, found: String)
  /// A field that does not fit the others; `detail` goes on after the field's name.
  case inconsistent(model: String, field: String, detail: String)
  case unsupported(model: String, what: String)
  case notJSON(model: String, detail: String)

  public var description: String {
    switch self {
    case .unknown(let kind, let name, let nearest, let known):
      let hint = nearest.map { "did you mean `\($0)`?" } ?? "known: \(known.joined(separator: ", "))"
      let path = kind == "model" ? " (a path to a Hugging Face config.json works too)" : ""
      return "unknown \(kind) `\(name)`: \(hint)\(path)"
    case .missingField(let model, let field):
      return "model \(model): its configuration has no field `\(field)`, which is needed for its shape"
    case .badField(let model, let field, let found):
      return "model \(model): field `\(field)` is \(found), expected a whole number from 1 to "
        + "\(ModelArchitecture.largestSize)"
    case .inconsistent(let model, let field, let detail):
      return "model \(model): field `\(field)` \(detail)"
    case .unsupported(let model, let what):
      return
        "model \(model): \(what) is not modelled; dense, mixture-of-experts, MLA and gated delta net models "
        + "are"
    case .notJSON(let model, let detail):
      return "model \(model): not a JSON configuration (\(detail))"
    }
  }
}

/// Finds the name that a typing mistake meant.
public enum Suggestion {
  /// The known name nearest to `name` by edit distance, ignoring case; none beyond half its length.
  ///
  /// A name that was left unfinished (`h10` for `h100_sxm`) is as near as one slip is.
  public static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = Array(name.lowercased().utf8)
    guard !wanted.isEmpty else { return nil }
    let ranked = known.map { candidate in
      let letters = Array(candidate.lowercased().utf8)
      let cut = distance(wanted, Array(letters.prefix(wanted.count)))
      // Of equals the one that was begun rightly, then the shortest: `h100_sxm`, not `h100_pcie`.
      return (name: candidate, rank: [min(distance(wanted, letters), cut + 1), cut, letters.count])
    }
    let nearest = ranked.min { $0.rank.lexicographicallyPrecedes($1.rank) }
    guard let best = nearest, best.rank[0] <= max(2, wanted.count / 2) else { return nil }
    return best.name
  }

  /// Levenshtein distance. - Complexity: O(n m) time, O(m) memory.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let substituted = diagonal + (byte == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substituted, min(row[column], diagonal) + 1)
      }
    }
    return row[right.count]
  }
}
