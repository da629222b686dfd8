import Foundation
import Testing

/// Expected texts in files. `REPORT_RENEW=1` writes them anew.
enum Golden {
  static func expect(
    _ text: String, _ name: String, file: String = #filePath, location: SourceLocation = #_sourceLocation
  ) throws {
    let url = URL(fileURLWithPath: file).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["REPORT_RENEW"] != nil {
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    #expect(text == expected, "differs from Golden/\(name)", sourceLocation: location)
  }
}

/// Names that have broken exports before.
enum NastyText {
  static let all = [
    "plain", "with, comma", "with \"quotes\"", "two\nlines", "carriage\r\nreturn", "=1+1", "+1", "-1", "@cmd",
    "</script><script>alert(1)</script>", "<!--", "\u{2028}\u{2029}", "tab\there", "", " ", "'quoted'",
    "日本語モデル", "emoji 🦙", "e\u{301}", "back\\slash", "\u{1b}[31mred", "null\u{0}byte", "a;b", "$(rm -rf /)",
    "@title@", "&amp;",
  ]
}
