internal import EmbeddedData
public import ServingModel

/// A space file that comes with the program.
public struct BuiltInSpace: Sendable, Hashable {
  public var name: String
  /// The text of `spaces/NAME.yaml`.
  public var yaml: String

  /// Reads it. - Throws: ``SpaceErrors``
  public func load() throws(SpaceErrors) -> Space {
    try Space.load(yaml: yaml, file: "spaces/\(name).yaml") { try Catalogue.model($0) }
  }
}

/// A space name that is not known.
public struct UnknownSpace: Error, Sendable, Hashable, CustomStringConvertible {
  public var name: String
  public var nearest: String?

  public init(name: String, nearest: String?) {
    self.name = name
    self.nearest = nearest
  }

  public var description: String {
    let known = BuiltInSpaces.all.map(\.name).joined(separator: ", ")
    return "unknown space `\(name)`: \(nearest.map { "did you mean `\($0)`?" } ?? "built in: \(known)")"
      + " (a path to a space file works too)"
  }
}

/// The files of `spaces/`, kept in the binary.
public enum BuiltInSpaces {
  /// Every built-in space, sorted by name.
  public static let all: [BuiltInSpace] = (0..<explore_space_count()).compactMap { index in
    guard let name = explore_space_name(index) else { return nil }
    let text = explore_space_text(index)
    let bytes = UnsafeBufferPointer(start: text.bytes, count: text.count)
    return BuiltInSpace(name: String(cString: name), yaml: String(decoding: bytes, as: UTF8.self))
  }.sorted { $0.name < $1.name }

  /// - Throws: ``UnknownSpace``
  public static func named(_ name: String) throws(UnknownSpace) -> BuiltInSpace {
    if let space = all.first(where: { $0.name == name.lowercased() }) { return space }
    throw UnknownSpace(name: name, nearest: Suggestion.nearest(to: name, among: all.map(\.name)))
  }

  /// The general space of a model's family, for that model.
  public static func general(for model: ModelArchitecture) throws -> Space {
    try named(generalName(for: model)).load().overriding(model: model)
  }

  /// The space that answers a question about a model when the user names none.
  public static func defaultSpace(for model: ModelArchitecture) throws -> Space {
    let recipe = try named("deepseek-r1").load()
    return recipe.models.contains(model) ? recipe : try general(for: model)
  }

  static func generalName(for model: ModelArchitecture) -> String {
    if case .latent = model.attention { return "general-moe-mla" }
    return model.isMoE ? "general-moe" : "general-dense"
  }
}
