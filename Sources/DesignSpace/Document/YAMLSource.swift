internal import Yams

/// Turns YAML text into a tree with places, without trusting the text.
enum YAMLSource {
  /// Largest file read, bytes.
  private static let sizeLimit = 1 << 20
  /// Aliases multiply what a file means; this many can make it at most some thousand times larger.
  private static let aliasLimit = 24

  static func compose(_ yaml: String, into diagnostics: Diagnostics) -> Node? {
    let start = SpaceLocation(line: 1, column: 1)
    guard yaml.utf8.count <= sizeLimit else {
      diagnostics.report(start, "the file is larger than 1 MB", "split it into several spaces")
      return nil
    }
    guard aliasCount(yaml) <= aliasLimit else {
      diagnostics.report(
        start, "the file has more than \(aliasLimit) YAML aliases (`*name`)", "use `defaults:` instead")
      return nil
    }
    do {
      guard let node = try Yams.compose(yaml: yaml) else {
        diagnostics.report(start, "the file is empty", "write `name:`, `model:` and `blocks:`")
        return nil
      }
      return node
    } catch let error as YamlError {
      report(error, in: yaml, into: diagnostics)
    } catch {
      diagnostics.report(start, "the file is not YAML", "check its indentation and quotes")
    }
    return nil
  }

  /// Places where an alias may stand: a `*` at the start of a value.
  private static func aliasCount(_ yaml: String) -> Int {
    var count = 0
    var previous: UInt8 = UInt8(ascii: "\n")
    for byte in yaml.utf8 {
      if byte == UInt8(ascii: "*"), "\n:-[,{?".utf8.contains(previous) { count += 1 }
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { previous = byte }
    }
    return count
  }

  /// Where a key of the block mapping that starts at `start` stands for the second time; the mapping's
  /// start where it is written on one line.
  private static func secondUse(of key: String, in yaml: String, from start: SpaceLocation) -> SpaceLocation {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let uses = lines.indices.dropFirst(start.line - 1).filter { index in
      lines[index].dropFirst(start.column - 1).hasPrefix(key + ":")
        && lines[index].prefix(start.column - 1).allSatisfy { $0 == " " || $0 == "-" }
    }
    guard uses.count > 1 else { return start }
    return SpaceLocation(line: uses[1] + 1, column: start.column)
  }

  private static func report(_ error: YamlError, in yaml: String, into diagnostics: Diagnostics) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let detail = context.map { " (\($0.text))" } ?? ""
      diagnostics.report(
        SpaceLocation(line: max(1, mark.line), column: max(1, mark.column)),
        "YAML syntax: \(problem)\(detail)",
        "check indentation, colons and quotes; quote texts that hold `: `, `#` or a leading `*`")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let start = SpaceLocation(line: max(1, context.mark.line), column: max(1, context.mark.column))
      for key in duplicates {
        let place = secondUse(of: key, in: yaml, from: start)
        diagnostics.report(place, "duplicate key `\(key.prefix(60))`", "keep one of them")
      }
    case .reader(let problem, let offset, _, _):
      diagnostics.report(
        SpaceLocation(line: 1, column: 1), "the text cannot be read at byte \(offset ?? 0): \(problem)",
        "save the file as UTF-8")
    default:
      diagnostics.report(
        SpaceLocation(line: 1, column: 1), "the file is not YAML", "check its indentation and quotes")
    }
  }
}

extension Node {
  var location: SpaceLocation {
    SpaceLocation(line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
  }

  /// Plain or quoted text, of any tag.
  var plainText: String? {
    if case .scalar(let scalar) = self { return scalar.string }
    return nil
  }

  var isQuoted: Bool {
    guard case .scalar(let scalar) = self else { return false }
    return scalar.style == .doubleQuoted || scalar.style == .singleQuoted
  }

  var shapeWords: String {
    switch self {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "`\(scalar.string.prefix(60))`"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
