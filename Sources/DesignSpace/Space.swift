public import ServingModel

/// A design space: many points, described by a file, computed one at a time when they are asked for.
public struct Space: Sendable {
  /// One dimension, for show.
  public struct Axis: Sendable, Hashable {
    /// Name of the block that has it.
    public var block: String
    /// The key, or the keys that vary together: `decode.tp`, `isl, osl`.
    public var name: String
    /// Number of values.
    public var count: Int
  }

  let document: SpaceDocument
  let tables: SpaceTables
  let blocks: [CompiledBlock]
  /// Ordinal of each block's first place, and the end.
  let starts: [UInt64]

  public var name: String { document.name }
  public var description: String { document.description }
  /// The models that the space names.
  public var models: [ModelArchitecture] { names(of: "model").compactMap { document.models[$0] } }
  /// The GPU systems that the space names.
  public var systems: [GPUSystem] {
    names(of: "system").compactMap { name in tables.systems.first { $0.name == name } }
  }
  /// The engines that the space names.
  public var engines: [Engine] { names(of: "engine").compactMap { Engine(rawValue: $0) } }

  /// Names in the order of the file, each once. The tables may hold more: those that expressions compare with.
  private func names(of key: String) -> [String] {
    var seen: Set<String> = []
    return document.blocks.flatMap { $0.names(of: key) }.filter { seen.insert($0).inserted }
  }

  /// Reads and checks a space.
  /// - Parameters:
  ///   - yaml: text of the file.
  ///   - file: its name, for messages.
  ///   - resolveModel: finds a model by its name in the catalogue or by its path.
  /// - Throws: ``SpaceErrors`` with every mistake found.
  public static func load(
    yaml: String, file: String, resolveModel: (String) throws -> ModelArchitecture
  ) throws(SpaceErrors) -> Space {
    let diagnostics = Diagnostics(file: file)
    let document = withoutActuallyEscaping(resolveModel) { resolve in
      DocumentReader(diagnostics: diagnostics, resolveModel: resolve).read(yaml)
    }
    guard let document else {
      try diagnostics.throwIfAny()
      throw SpaceErrors([])
    }
    return try Space(document: document, diagnostics: diagnostics)
  }

  init(document: SpaceDocument, diagnostics: Diagnostics) throws(SpaceErrors) {
    var tables = SpaceTables()
    var codes: [BlockCode] = []
    for block in document.blocks {
      // Each block is compiled even after a mistake in another, so that all are reported.
      let own = Diagnostics(file: document.file)
      let compiler = BlockCompiler(block, document: document, tables: tables, diagnostics: own)
      if let (code, grown) = compiler.compile() {
        tables = grown
        codes.append(code)
      }
      diagnostics.add(own)
    }
    try diagnostics.throwIfAny()
    tables.seal()
    let compiled = codes.map { CompiledBlock($0, tables: tables) }
    var starts: [UInt64] = [0]
    for (block, source) in zip(compiled, document.blocks) {
      let (end, overflow) = (starts.last ?? 0).addingReportingOverflow(block.count)
      if overflow || end >= CompiledBlock.countLimit {
        diagnostics.report(
          source.location, "block `\(source.name)` makes more than 4e18 places",
          "list fewer values, or tie some together with expressions, `cases` or `zip`")
      }
      starts.append(overflow ? starts.last ?? 0 : end)
    }
    try diagnostics.throwIfAny()
    self.document = document
    self.tables = tables
    blocks = compiled
    self.starts = starts
  }

  /// Places in the space: the product of the axes, summed over the blocks, without enumeration. An upper
  /// bound of the points: it counts places that a rule rejects, and where an axis does not exist (`when:`)
  /// it counts each of its values.
  public var count: UInt64 { starts.last ?? 0 }

  /// The dimensions of every block; those of one value are left out.
  public var axes: [Axis] {
    zip(document.blocks, blocks).flatMap { source, block in
      block.axes.map { Axis(block: source.name, name: $0.name, count: $0.count) }
    }
  }

  /// Dimensions of the unit cube that covers the space: one for the blocks, then the axes of the block.
  public var dimensions: Int { 1 + (blocks.map(\.axes.count).max() ?? 0) }

  /// The same number for files that mean the same: comments, spacing and the order of keys do not matter.
  public var contentHash: Int64 { StableHash.of(document.canonicalText) }
}

extension Diagnostics {
  func add(_ other: Diagnostics) {
    for error in other.found { report(error.location, error.what, error.remedy) }
  }
}
