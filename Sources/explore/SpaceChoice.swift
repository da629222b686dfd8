import DesignSpace
import Foundation
import ServingModel

/// A space by built-in name or by path, with the text that is kept with its runs.
struct SpaceChoice {
  var space: Space
  var text: String
  /// Where it came from, for messages.
  var origin: String

  /// - Parameter name: a built-in name, or the path of a file (which wins where both exist).
  static func named(_ name: String) throws -> SpaceChoice {
    if InputFile.looksLikePath(name, ending: ".yaml") || name.hasSuffix(".yml") || name.contains("/") {
      return try file(name)
    }
    let builtIn = try BuiltInSpaces.named(name)
    return SpaceChoice(space: try builtIn.load(), text: builtIn.yaml, origin: "built in")
  }

  private static func file(_ path: String) throws -> SpaceChoice {
    let text = try InputFile.text(path, what: "space file")
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    let space = try Space.load(yaml: text, file: path) { name in
      // Paths in a space file are meant from where the file lies.
      let beside = folder.appending(path: name).path
      let isBeside = name.hasSuffix(".json") && !name.hasPrefix("/")
      return try ModelChoice.resolve(
        isBeside && FileManager.default.fileExists(atPath: beside) ? beside : name)
    }
    return SpaceChoice(space: space, text: text, origin: path)
  }

  /// The space that answers a question about a model where the user names none.
  static func standard(for model: ModelArchitecture) throws -> SpaceChoice {
    let space = try BuiltInSpaces.defaultSpace(for: model)
    let text = try BuiltInSpaces.named(space.name).yaml
    return SpaceChoice(space: space, text: text, origin: "built in")
  }
}
