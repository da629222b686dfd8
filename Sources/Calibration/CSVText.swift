/// Comma-separated text with a header row (RFC 4180: quotes, doubled quotes, CRLF or LF).
struct CSVText {
  let header: [String]
  private let bytes: [UInt8]
  private let bodyStart: Int

  init(_ text: String) {
    bytes = Array(text.utf8)
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    header = Self.record(bytes, &position) ?? []
    bodyStart = position
  }

  /// Calls `body` with the line number (the header is line 1) and fields of each row that is not empty.
  func forEachRow(_ body: (Int, [String]) throws -> Void) rethrows {
    var position = bodyStart
    var number = 1
    while let fields = Self.record(bytes, &position) {
      number += 1
      if fields != [""] { try body(number, fields) }
    }
  }

  private static func record(_ bytes: [UInt8], _ position: inout Int) -> [String]? {
    guard position < bytes.count else { return nil }
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\"") where quoted && position < bytes.count && bytes[position] == byte:
        field.append(byte)
        position += 1
      case UInt8(ascii: "\""):
        quoted.toggle()
      case UInt8(ascii: ",") where !quoted:
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
      case UInt8(ascii: "\r") where !quoted:
        continue
      case UInt8(ascii: "\n") where !quoted:
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
      default:
        field.append(byte)
      }
    }
    fields.append(String(decoding: field, as: UTF8.self))
    return fields
  }
}
