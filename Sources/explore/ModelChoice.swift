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
    let base = plain(file == "config" ? folder : file)
    // Mistakes are told of the file; the model is called after its folder.
    var model = try ModelArchitecture(name: path, configJSON: data)
    model.name = base
    let shape = String(UInt64(bitPattern: StableHash.of("\(model)")), radix: 16).suffix(8)
    model.name = "\(base)@\(shape)"
    return model
  }

  /// A name that fits into canonical texts, tables and launch commands: `;` and `=` mean something there.
  private static func plain(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_.".unicodeScalars.contains(scalar)
        ? Character(scalar) : "-"
    }
    return kept.isEmpty ? "model" : String(kept)
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
