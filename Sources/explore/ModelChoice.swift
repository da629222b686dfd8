import Foundation
import ServingModel

/// A model by name or by the path of its configuration.
enum ModelChoice {
  /// Built-in names win; a path ends in `.json` or names a folder that holds a `config.json`.
  ///
  /// The name of a model that is read from a file carries a hash of its shape, so that results of an edited
  /// file are never taken for those of the old one.
  static func resolve(_ name: String) throws -> ModelArchitecture {
    guard let path = path(name) else { return try Catalogue.model(name) }
    let data = try InputFile.bytes(path, what: "model configuration")
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent
    let file = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let base = file == "config" ? folder : file
    var model = try ModelArchitecture(name: base, configJSON: data)
    let shape = String(UInt64(bitPattern: StableHash.of("\(model)")), radix: 16).suffix(8)
    model.name = "\(base)@\(shape)"
    return model
  }

  private static func path(_ name: String) -> String? {
    if InputFile.looksLikePath(name, ending: ".json") {
      var isDirectory: ObjCBool = false
      if FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory), isDirectory.boolValue {
        return name + "/config.json"
      }
      return name
    }
    let nested = name + "/config.json"
    return FileManager.default.fileExists(atPath: nested) ? nested : nil
  }
}
