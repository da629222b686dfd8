internal import ServingModel

/// The largest numbers that a row may hold. What is beyond them is a slip, and would cost hours or gigabytes.
enum ColumnLimits {
  /// Tokens of a prompt or an answer.
  static let tokens = 1 << 24
  /// Requests in flight over all servers.
  static let concurrency = 1_000_000
  /// Each parallel size of one server.
  static let parallelSize = 1024
  /// Servers of a pool.
  static let servers = 1024
  /// Sequences of one iteration on one rank.
  static let batch = 4096
  /// GPUs of a deployment.
  static let gpus = 1 << 16
  /// Characters of a name.
  static let name = 200
}

/// Values of single columns.
extension RowReader {
  /// The text of a column, empty where the file has none of that name.
  func text(_ column: String) -> String {
    guard let index = columns[column], index < fields.count else { return "" }
    return fields[index]
  }

  func named<T>(
    _ column: String, _ find: (String) throws(CatalogueError) -> T
  ) throws(RowProblem) -> T {
    let name = text(column)
    if name.isEmpty { throw problem(column, "the value is missing") }
    if name.utf8.count > ColumnLimits.name {
      throw problem(column, "\(shown(column)) is too long for a name")
    }
    do throws(CatalogueError) {
      return try find(name)
    } catch {
      guard case .unknown(let kind, _, let nearest, let known) = error else {
        throw problem(column, "\(error)")
      }
      let hint = nearest.map { "did you mean `\($0)`?" } ?? "known: \(known.joined(separator: ", "))"
      throw problem(column, "unknown \(kind) \(shown(column)): \(hint)")
    }
  }

  func format(_ column: String) throws(RowProblem) -> NumberFormat? {
    let name = text(column)
    if name.isEmpty { return nil }
    if let format = NumberFormat(rawValue: name == "bfloat16" ? "bf16" : name) { return format }
    let known = NumberFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw problem(column, "\(shown(column)) is not a number format; known: \(known)")
  }

  /// A whole number from 1; none where the field is empty. `8.0` is 8, as some programs write it.
  func optionalCount(_ column: String, atMost limit: Int) throws(RowProblem) -> Int? {
    if text(column).isEmpty { return nil }
    guard let value = number(column), value >= 1, value == value.rounded() else {
      throw problem(column, "\(shown(column)) is not a whole number of at least 1")
    }
    guard value <= Double(limit) else {
      throw problem(column, "\(shown(column)) is above \(limit), the most that is accepted")
    }
    return Int(value)
  }

  func count(_ column: String, atMost limit: Int) throws(RowProblem) -> Int {
    guard let value = try optionalCount(column, atMost: limit) else {
      throw problem(column, "the value is missing")
    }
    return value
  }

  func time(_ column: String) throws(RowProblem) -> Double {
    guard let value = number(column), value > 0 else {
      throw problem(column, "\(shown(column)) is not a time in milliseconds above 0")
    }
    return value
  }

  /// A finite decimal number.
  func number(_ column: String) -> Double? {
    let text = text(column)
    // Hexadecimal digits, `inf` and `nan` are numbers to the library.
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  func problem(_ column: String, _ reason: String) -> RowProblem {
    RowProblem(line: line, column: column, reason: RowProblem.singleLine(reason))
  }

  /// A value as a message quotes it, cut where it is long.
  func shown(_ column: String) -> String {
    let value = text(column)
    return value.count > 60 ? "`\(value.prefix(60))…`" : "`\(value)`"
  }
}
