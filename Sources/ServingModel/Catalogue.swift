internal import EmbeddedData
internal import Foundation

/// The GPU systems and models that the program knows by name.
public enum Catalogue {
  /// Every GPU system, sorted by name. Source: see NOTICE.
  public static let systems: [GPUSystem] = SystemsFile.read(Data(embedded: explore_gpu_systems()))

  /// Every built-in model, sorted by name. Source: the models' public `config.json` files.
  public static let models: [ModelArchitecture] = {
    let data = Data(embedded: explore_model_configs())
    let configs = (try? JSONSerialization.jsonObject(with: data)) as? [String: [String: Any]] ?? [:]
    return configs.compactMap { name, config in try? ModelArchitecture(name: name, config: config) }
      .sorted { $0.name < $1.name }
  }()

  /// The systems with measured kernel tables.
  static let measuredSystems: Set<String> = [
    "h100_sxm", "h200_sxm", "b200_sxm", "b300_sxm", "gb200", "gb300",
  ]

  /// Finds a system by name; `h100`, `h200`, `b200` and `b300` mean the SXM module.
  /// - Throws: ``CatalogueError/unknown(kind:name:nearest:known:)``
  public static func system(_ name: String) throws(CatalogueError) -> GPUSystem {
    let wanted = name.lowercased()
    let found = systems.first { $0.name == wanted } ?? systems.first { $0.name == wanted + "_sxm" }
    guard let found else {
      let known = systems.map(\.name)
      throw .unknown(
        kind: "GPU system", name: name, nearest: Suggestion.nearest(to: name, among: known), known: known)
    }
    return found
  }

  /// Finds a model by its full name, by the part after the slash, or by a common alias. Case is ignored.
  /// - Throws: ``CatalogueError/unknown(kind:name:nearest:known:)``
  public static func model(_ name: String) throws(CatalogueError) -> ModelArchitecture {
    let wanted = key(name)
    if let found = models.first(where: { key($0.name) == wanted }) { return found }
    let known = models.map(\.name)
    // People leave the owner out: a short name is compared with short names.
    let short = known.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let nearest = Suggestion.nearest(to: name, among: known + short)
    let full = nearest.flatMap { found in zip(known, short).first { $0 == found || $1 == found }?.0 }
    throw .unknown(kind: "model", name: name, nearest: full, known: known)
  }

  /// - Throws: ``CatalogueError/unknown(kind:name:nearest:known:)``
  public static func engine(_ name: String) throws(CatalogueError) -> Engine {
    let wanted = name.lowercased().filter { $0 != "-" && $0 != "_" }
    let aliases = ["tensorrtllm": Engine.trtllm, "trt": .trtllm]
    if let engine = Engine(rawValue: wanted) ?? aliases[wanted] { return engine }
    let known = Engine.allCases.map(\.rawValue)
    throw .unknown(
      kind: "engine", name: name, nearest: Suggestion.nearest(to: name, among: known), known: known)
  }

  /// A model name without its owner, release suffixes and format suffixes.
  private static func key(_ name: String) -> String {
    var text = name.lowercased()
    if let slash = text.lastIndex(of: "/") { text = String(text[text.index(after: slash)...]) }
    for suffix in ["-fp8", "-fp4", "-nvfp4", "-fp4-v2", "-instruct", "-instruct-fp8", "-0528", "-0324"]
    where text.hasSuffix(suffix) { text.removeLast(suffix.count) }
    let aliases = [
      "deepseek-v3": "deepseek-r1", "meta-llama-3.1-8b": "llama-3.1-8b",
      "meta-llama-3.1-70b": "llama-3.1-70b", "meta-llama-3.1-405b": "llama-3.1-405b",
      "llama-3.3-70b": "llama-3.1-70b", "qwen3-235b": "qwen3-235b-a22b", "qwen3.5-397b": "qwen3.5-397b-a17b",
      "r1": "deepseek-r1",
    ]
    return aliases[text] ?? text
  }
}

extension Data {
  fileprivate init(embedded: explore_data) {
    self = Data(bytes: embedded.bytes, count: embedded.count)
  }
}

/// The layout of `systems.json`.
private struct SystemsFile: Decodable {
  struct GPU: Decodable {
    var memBw: Double
    var memCapacity: Double
    var bfloat16TcFlops: Double?
    var fp8TcFlops: Double?
    var fp4TcFlops: Double?
    var power: Double?
    var smVersion: Int?
  }
  struct Node: Decodable {
    var numGpusPerNode: Int
    var numGpusPerRack: Int?
    var interNodeBw: Double
    var interRackBw: Double?
    var intraNodeBw: Double
    var p2pLatency: Double
  }
  var gpu: GPU
  var node: Node

  static func read(_ data: Data) -> [GPUSystem] {
    // Names such as `h100_sxm` are dictionary keys, which the strategy leaves as they are.
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let files = try? decoder.decode([String: SystemsFile].self, from: data) else { return [] }
    return files.map { name, file in file.system(named: name) }.sorted { $0.name < $1.name }
  }

  func system(named name: String) -> GPUSystem {
    var flops: [NumberFormat: Double] = [:]
    flops[.bf16] = gpu.bfloat16TcFlops
    flops[.fp8] = gpu.fp8TcFlops
    flops[.nvfp4] = gpu.fp4TcFlops
    return GPUSystem(
      name: name, memoryBytes: gpu.memCapacity, memoryBytesPerSecond: gpu.memBw, flopsPerSecond: flops,
      smVersion: gpu.smVersion ?? 0, gpusPerNode: node.numGpusPerNode,
      gpusPerNVLinkDomain: node.numGpusPerRack ?? node.numGpusPerNode,
      nvlinkBytesPerSecond: node.intraNodeBw,
      networkBytesPerSecond: node.numGpusPerRack == nil
        ? node.interNodeBw : node.interRackBw ?? node.interNodeBw,
      linkLatencySeconds: node.p2pLatency, watts: gpu.power ?? 0,
      hasMeasuredKernels: Catalogue.measuredSystems.contains(name))
  }
}
