internal import ServingModel

/// The searches by name.
public enum Searches {
  private static let all: [any Search.Type] = [
    GridSearch.self, RandomSearch.self, SobolSearch.self, LatinHypercubeSearch.self,
  ]

  public static let names: [String] = all.map { $0.name }

  /// - Throws: ``UnknownSearch``
  public static func named(_ name: String, _ request: SearchRequest) throws(UnknownSearch) -> any Search {
    try type(name).init(request)
  }

  /// Finds out whether there is a search of this name, before any is needed.
  /// - Throws: ``UnknownSearch``
  public static func check(_ name: String) throws(UnknownSearch) { _ = try type(name) }

  private static func type(_ name: String) throws(UnknownSearch) -> any Search.Type {
    let wanted = name.lowercased()
    for search in all where search.name == wanted { return search }
    throw UnknownSearch(name: name, nearest: Suggestion.nearest(to: name, among: names))
  }
}
