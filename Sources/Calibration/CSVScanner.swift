/// Splits bytes into records and fields.
///
/// Quotes count where they open a field, as in Python's reader: `5" disk` is a value like any other. A quote that
/// is not closed costs its own line and not the rest of the file.
struct CSVScanner {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// Lines that a quoted field may have. Bounds what is read twice where a quote is not closed.
  private static let longestField = 100
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let newline = UInt8(ascii: "\n")

  private let bytes: [UInt8]
  /// Where it is, each record need not be asked.
  private let isUTF8: Bool
  private var position: Int
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    position = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
  }

  /// The next record, or none at the end.
  mutating func next() -> CSVRecord? {
    guard position < bytes.count else { return nil }
    var record = CSVRecord(line: line)
    let start = position
    repeat {
      let fieldStart = position
      guard let field = field() else { return brokenLine(from: start, line: record.line) }
      record.fields.append(field)
      record.fieldRanges.append(fieldStart..<end(from: fieldStart))
    } while take(Self.comma)
    record.range = start..<end(from: start)
    if take(Self.newline) { line += 1 }
    if !isUTF8, String(validating: bytes[record.range], as: UTF8.self) == nil { record.flaw = .notUTF8 }
    return record
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// The end of what was read, without the carriage return of a line end.
  private func end(from start: Int) -> Int {
    let isLineEnd = position == bytes.count || bytes[position] == Self.newline
    return isLineEnd && position > start && bytes[position - 1] == UInt8(ascii: "\r")
      ? position - 1 : position
  }

  /// Reads up to the next comma or line end; none where a quote is not closed.
  private mutating func field() -> String? {
    guard position < bytes.count, bytes[position] == Self.quote else { return plainText() }
    guard let text = quotedText() else { return nil }
    return text + plainText()
  }

  private mutating func plainText() -> String {
    let start = position
    while position < bytes.count, bytes[position] != Self.comma, bytes[position] != Self.newline {
      position += 1
    }
    return String(decoding: bytes[start..<end(from: start)], as: UTF8.self)
  }

  private mutating func quotedText() -> String? {
    var text: [UInt8] = []
    position += 1
    let first = line
    while position < bytes.count, line - first < Self.longestField {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote && !take(Self.quote) { return String(decoding: text, as: UTF8.self) }
      if byte == Self.newline { line += 1 }
      text.append(byte)
    }
    return nil
  }

  /// The line at which a record with an open quote starts, split at its commas.
  private mutating func brokenLine(from start: Int, line: Int) -> CSVRecord {
    var record = CSVRecord(line: line, flaw: .unclosedQuote)
    position = start
    repeat {
      let fieldStart = position
      record.fields.append(plainText())
      record.fieldRanges.append(fieldStart..<end(from: fieldStart))
    } while take(Self.comma)
    record.range = start..<end(from: start)
    self.line = line
    if take(Self.newline) { self.line += 1 }
    return record
  }
}
