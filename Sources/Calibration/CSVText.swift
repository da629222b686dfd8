/// Comma-separated text with a header row (RFC 4180: quotes, doubled quotes, CRLF or LF).
struct CSVText {
  let headerRecord: CSVRecord
  /// The text itself: records point into it.
  let bytes: [UInt8]
  /// Whether the header's line ends in CRLF.
  let hasCarriageReturns: Bool
  private let body: CSVScanner

  var header: [String] { headerRecord.fields }

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    self.bytes = bytes
    var scanner = CSVScanner(bytes)
    headerRecord = scanner.next() ?? CSVRecord(line: 1)
    let end = headerRecord.range.upperBound
    hasCarriageReturns = bytes[end...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
    body = scanner
  }

  /// Whether the text starts with a byte order mark, as spreadsheets write it.
  var hasByteOrderMark: Bool { bytes.starts(with: CSVScanner.byteOrderMark) }

  /// Calls `body` with each row that is not empty.
  func forEachRecord(_ body: (CSVRecord) throws -> Void) rethrows {
    var scanner = self.body
    while let record = scanner.next() {
      if record.fields != [""] { try body(record) }
    }
  }

  /// The same, with the line number (the header is line 1) and the fields.
  func forEachRow(_ body: (Int, [String]) throws -> Void) rethrows {
    try forEachRecord { try body($0.line, $0.fields) }
  }

  /// A part of the text as it stands in the file.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// One row of comma-separated text.
struct CSVRecord {
  /// What makes a row unreadable.
  enum Flaw {
    case unclosedQuote
    case notUTF8
  }

  /// Line on which it starts; the first of the file is 1.
  var line: Int
  /// Its bytes, without the line end.
  var range = 0..<0
  var fields: [String] = []
  /// Bytes of each field, quotes included.
  var fieldRanges: [Range<Int>] = []
  var flaw: Flaw?
}
