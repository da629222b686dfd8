internal import Foundation
public import ServingModel

extension Space {
  /// Reads a space file; models are found in the catalogue, or as paths relative to the file.
  /// - Throws: ``SpaceErrors`` with every mistake found.
  public static func load(contentsOf path: String) throws(SpaceErrors) -> Space {
    let start = SpaceLocation(line: 1, column: 1)
    func failure(_ what: String, _ remedy: String) -> SpaceErrors {
      SpaceErrors([SpaceError(file: path, location: start, what: what, remedy: remedy)])
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw failure("the file cannot be read", "check the path, or name a built-in space")
    }
    guard let yaml = String(bytes: data, encoding: .utf8) else {
      throw failure("the file is not UTF-8 text", "save it as UTF-8")
    }
    return try load(yaml: yaml, file: path) { try model($0, besides: path) }
  }

  /// Finds a model by its name in the catalogue, or reads the `config.json` at a path relative to a file.
  /// - Throws: `CatalogueError`
  public static func model(_ name: String, besides file: String) throws -> ModelArchitecture {
    do {
      return try Catalogue.model(name)
    } catch {
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
      let path = URL(fileURLWithPath: name, relativeTo: folder).path
      guard let data = FileManager.default.contents(atPath: path) else { throw error }
      return try ModelArchitecture(name: name, configJSON: data)
    }
  }
}
