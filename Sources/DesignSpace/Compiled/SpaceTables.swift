internal import ServingModel

/// A set of things that expressions know by index.
enum Domain: Hashable, Sendable {
  case system, model, engine, quantization, label, profile
}

/// The systems, models, formats and shapes that a space names; a value of such a key is an index here.
struct SpaceTables: Sendable {
  private(set) var systems: [GPUSystem] = []
  private(set) var models: [ModelArchitecture] = []
  let engines = Engine.allCases
  private(set) var quantizations: [QuantizationChoice] = []
  private(set) var labels: [Parallelism] = []
  private(set) var profiles: [[Double]] = [[]]

  /// By system, then model. Filled by ``seal()``.
  private(set) var rules: [DeploymentRules] = []
  /// By choice, then system, then model. Filled by ``seal()``.
  private(set) var formats: [Quantization] = []
  /// The tables of ``PropertyTable``, ``rows`` numbers each. Filled by ``seal()``.
  private(set) var properties: [Double] = []
  private(set) var rows = 1

  mutating func index(of system: GPUSystem) -> Int { Self.index(of: system, in: &systems) }
  mutating func index(of model: ModelArchitecture) -> Int { Self.index(of: model, in: &models) }
  mutating func index(of choice: QuantizationChoice) -> Int { Self.index(of: choice, in: &quantizations) }
  mutating func index(of label: Parallelism) -> Int { Self.index(of: label, in: &labels) }
  mutating func index(of profile: [Double]) -> Int { Self.index(of: profile, in: &profiles) }

  private static func index<Element: Equatable>(of element: Element, in list: inout [Element]) -> Int {
    if let index = list.firstIndex(of: element) { return index }
    list.append(element)
    return list.count - 1
  }

  /// Computes what depends on all that was named.
  mutating func seal() {
    rules = systems.flatMap { system in models.map { DeploymentRules(system: system, model: $0) } }
    formats = quantizations.flatMap { choice in
      systems.flatMap { system in models.map { choice.resolved(model: $0, system: system) } }
    }
    rows = max(1, systems.count, models.count, labels.count)
    properties = PropertyTable.all.flatMap { property -> [Double] in
      let values =
        switch property.value {
        case .ofSystem(let read): systems.map(read)
        case .ofModel(let read): models.map(read)
        case .ofLabel(let read): labels.map { Double(read($0)) }
        }
      return values + Array(repeating: .nan, count: rows - values.count)
    }
  }

  func rules(system: Int, model: Int) -> DeploymentRules { rules[system * models.count + model] }

  func formats(choice: Int, system: Int, model: Int) -> Quantization {
    formats[(choice * systems.count + system) * models.count + model]
  }
}

/// Names that expressions may read beside the keys: what a system or model is.
struct PropertyTable: Sendable {
  enum Reading: Sendable {
    case ofSystem(@Sendable (GPUSystem) -> Double)
    case ofModel(@Sendable (ModelArchitecture) -> Double)
    case ofLabel(@Sendable (Parallelism) -> Int)
  }

  var name: String
  var isFlag: Bool
  var value: Reading

  static let all: [PropertyTable] = [
    .init(name: "gpus_per_node", isFlag: false, value: .ofSystem { Double($0.gpusPerNode) }),
    .init(name: "nvlink_gpus", isFlag: false, value: .ofSystem { Double($0.gpusPerNVLinkDomain) }),
    .init(name: "memory_gb", isFlag: false, value: .ofSystem { $0.memoryBytes / 1e9 }),
    .init(name: "has_fp8", isFlag: true, value: .ofSystem { $0.supports(.fp8) ? 1 : 0 }),
    .init(name: "has_nvfp4", isFlag: true, value: .ofSystem { $0.supports(.nvfp4) ? 1 : 0 }),
    .init(
      name: "petaflops", isFlag: false, value: .ofSystem { ($0.flopsPerSecond[.bf16] ?? 0) / 1e15 }),
    .init(name: "parameters", isFlag: false, value: .ofModel { $0.weights(.allFP8) }),
    .init(name: "active_parameters", isFlag: false, value: .ofModel { $0.activeParameters }),
    .init(name: "checkpoint_gb", isFlag: false, value: .ofModel { $0.weights($0.checkpoint ?? .allBF16) }),
    .init(name: "kv_kb", isFlag: false, value: .ofModel { $0.cachedTokenKilobytes }),
    .init(name: "state_kb", isFlag: false, value: .ofModel { $0.sequenceStateKilobytes }),
    .init(name: "layers", isFlag: false, value: .ofModel { Double($0.layers) }),
    .init(name: "heads", isFlag: false, value: .ofModel { Double($0.attentionHeads) }),
    .init(name: "kv_heads", isFlag: false, value: .ofModel { Double($0.keyValueHeads) }),
    .init(name: "experts", isFlag: false, value: .ofModel { Double($0.moe?.experts ?? 0) }),
    .init(name: "mtp_layers", isFlag: false, value: .ofModel { Double($0.mtpLayers) }),
    .init(name: "is_moe", isFlag: true, value: .ofModel { $0.isMoE ? 1 : 0 }),
    .init(name: "label.tp", isFlag: false, value: .ofLabel { $0.tp }),
    .init(name: "label.dp", isFlag: false, value: .ofLabel { $0.dp }),
    .init(name: "label.pp", isFlag: false, value: .ofLabel { $0.pp }),
    .init(name: "label.ep", isFlag: false, value: .ofLabel { $0.ep }),
    .init(name: "label.moe_tp", isFlag: false, value: .ofLabel { $0.moeTP }),
  ]

  static func property(_ name: String) -> Int? { all.firstIndex { $0.name == name } }

  var domain: Domain {
    switch value {
    case .ofSystem: .system
    case .ofModel: .model
    case .ofLabel: .label
    }
  }
}

extension ModelArchitecture {
  /// Weights without draft layers, GB.
  fileprivate func weights(_ formats: Quantization) -> Double {
    guard let system = Catalogue.systems.first else { return .nan }
    let memory = MemoryModel(model: self, system: system, quantization: formats, server: .oneGPU)
    return memory.weightBytes / 1e9
  }

  /// Billions of parameters that compute a token.
  fileprivate var activeParameters: Double {
    guard let moe else { return weights(.allFP8) }
    let idle = Double((moe.experts - moe.expertsPerToken) * moe.layers)
    return weights(.allFP8) - 3e-9 * idle * Double(hiddenSize * moe.intermediateSize)
  }

  /// KB that one token takes in an FP8 cache, on a GPU that has all heads.
  fileprivate var cachedTokenKilobytes: Double {
    let one = ServerConfiguration.oneGPU.parallelism
    return MemoryModel.kvBytesPerToken(model: self, quantization: .allFP8, parallelism: one) / 1000
  }

  /// KB that one sequence's state takes whatever its length, on a GPU that has all heads.
  fileprivate var sequenceStateKilobytes: Double {
    let one = ServerConfiguration.oneGPU.parallelism
    return MemoryModel.stateBytes(model: self, parallelism: one, drafts: 0) / 1000
  }

  /// MLA caches one vector for all heads.
  fileprivate var keyValueHeads: Int {
    switch attention {
    case .groupedQuery(_, let kvHeads, _, _, _): kvHeads
    case .latent: 1
    }
  }
}

extension Quantization {
  fileprivate static let allFP8 = Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8)
  fileprivate static let allBF16 = Quantization(gemm: .bf16, moe: .bf16, kvCache: .fp8)
}

extension ServerConfiguration {
  fileprivate static let oneGPU = ServerConfiguration(
    parallelism: Parallelism(tp: 1), maxBatchSize: 1, maxNumTokens: 1)
}
