internal import ServingModel

/// Whether a header is that of a table of points.
enum HeaderCheck {
  /// Everything that is wrong with it, in the order of the file.
  static func problems(_ text: CSVText) -> [RowProblem] {
    func problem(_ column: String, _ reason: String) -> RowProblem {
      RowProblem(line: 1, column: RowProblem.singleLine(column), reason: reason)
    }
    if text.headerRecord.range.isEmpty { return [problem("", "the file is empty or its first line is")] }
    switch text.headerRecord.flaw {
    case .notUTF8: return [problem("", "the header is not UTF-8 text")]
    case .unclosedQuote: return [problem("", "a quote is opened and not closed")]
    case nil: break
    }
    let repeated = repeatedNames(text.header).map { name, fields in
      problem(name, "the header has it twice, as fields \(fields.0) and \(fields.1)")
    }
    let missing = RowReader.pointColumns.filter { !text.header.contains($0) }
    return repeated + missing.map { problem($0, "the file has no such column" + hint($0, text.header)) }
  }

  /// Names that occur again, with their first two places (1 is the first). Unnamed columns may.
  private static func repeatedNames(_ header: [String]) -> [(String, (Int, Int))] {
    var places: [String: Int] = [:]
    var found: [(String, (Int, Int))] = []
    for (index, name) in header.enumerated() where !name.isEmpty {
      if let first = places[name] {
        found.append((name, (first, index + 1)))
      } else {
        places[name] = index + 1
      }
    }
    return found
  }

  /// A column that differs in case or spaces alone was probably meant.
  private static func hint(_ column: String, _ header: [String]) -> String {
    func bare(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
    guard let near = header.first(where: { bare($0) == bare(column) }) else { return "" }
    return "; is `\(RowProblem.singleLine(near))` meant?"
  }
}
