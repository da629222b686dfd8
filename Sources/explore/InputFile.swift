import Foundation

/// Files that the user names.
enum InputFile {
  /// - Throws: ``UsageError`` that says what is wrong with the path.
  static func text(_ path: String, what: String) throws -> String {
    let data = try bytes(path, what: what)
    guard let text = String(data: data, encoding: .utf8) else {
      throw UsageError("\(path): the \(what) is not UTF-8 text")
    }
    return text
  }

  static func bytes(_ path: String, what: String) throws -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw UsageError("\(path): there is no such \(what)")
    }
    if isDirectory.boolValue { throw UsageError("\(path) is a folder, not a \(what)") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageError("\(path): the \(what) cannot be read; check its permissions")
    }
    return data
  }

  /// Whether two paths lead to one file, links followed.
  static func isSame(_ left: String, _ right: String) -> Bool {
    func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    return resolved(left) == resolved(right)
  }

  /// Whether a name means a file: by its ending, or because it starts as a path does.
  static func looksLikePath(_ name: String, ending: String) -> Bool {
    name.hasSuffix(ending) || name.hasPrefix("/") || name.hasPrefix(".")
  }
}
