public import ServingModel

/// The models that a run may name: the built-in ones and those read from files.
public struct ModelLibrary: Sendable {
  private var custom: [String: ModelArchitecture] = [:]

  public init() {}

  /// Makes a model known under its own name, before the built-in ones.
  public mutating func add(_ model: ModelArchitecture) { custom[model.name] = model }

  /// - Throws: ``CatalogueError`` for a name that is not known.
  public func model(_ name: String) throws(CatalogueError) -> ModelArchitecture {
    if let model = custom[name] { return model }
    return try Catalogue.model(name)
  }
}
