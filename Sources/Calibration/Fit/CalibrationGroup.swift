public import ServingModel

/// What servers must have in common to share corrections, finest first: engine, system, model, precision and mode.
public struct CalibrationGroup: Codable, Sendable, Hashable {
  public var engine: Engine
  public var system: String
  public var model: String
  /// `fp4`, `fp8`, `int4` or `bf16`: the format of most weights.
  public var precision: String
  /// `agg` or `disagg`.
  public var mode: String

  public init(_ deployment: Deployment) {
    engine = deployment.engine
    system = deployment.system
    model = deployment.model
    precision = Self.precision(deployment.quantization)
    mode = deployment.topology.name
  }

  init(engine: Engine, system: String, model: String, precision: String, mode: String) {
    self.engine = engine
    self.system = system
    self.model = model
    self.precision = precision
    self.mode = mode
  }

  private static func precision(_ quantization: Quantization) -> String {
    switch quantization.moe == .bf16 ? quantization.gemm : quantization.moe {
    case .nvfp4, .mxfp4: "fp4"
    case .fp8, .fp8Block: "fp8"
    case .int4: "int4"
    case .bf16: "bf16"
    }
  }

  /// `trtllm h100_sxm openai/gpt-oss-120b fp4 agg`.
  public var text: String { "\(engine.rawValue) \(system) \(model) \(precision) \(mode)" }
}

/// The groups that a server belongs to, from all of them to its own: a correction is the sum over its levels, each
/// shrunk towards nothing by how few rows it has.
enum ShrinkageLevel: String, CaseIterable, Codable, Sendable {
  case all, engine, engineMode, model, engineSystem, engineModel, engineSystemModel, group
  case engineVersion, engineModelVersion, groupVersion
  /// Rows that a user added: the cluster, and what runs on it.
  case cluster, clusterEngine, clusterModel, clusterGroup

  /// Names the part of a server that the level looks at; none where it does not take part.
  /// - Parameters:
  ///   - version: of the engine; empty where a source has not recorded it, none where nobody asked.
  ///   - cluster: whose rows they are; none for the shipped ones.
  func key(_ group: CalibrationGroup, version: String?, cluster: String?) -> String? {
    let engine = group.engine.rawValue
    switch self {
    case .all: return ""
    case .engine: return engine
    case .engineMode: return "\(engine) \(group.mode)"
    case .model: return group.model
    case .engineSystem: return "\(engine) \(group.system)"
    case .engineModel: return "\(engine) \(group.model)"
    case .engineSystemModel: return "\(engine) \(group.system) \(group.model)"
    case .group: return group.text
    case .engineVersion: return version.map { "\(engine) \($0)" }
    case .engineModelVersion: return version.map { "\(engine) \(group.model) \($0)" }
    case .groupVersion: return version.map { "\(group.text) \($0)" }
    case .cluster: return cluster
    case .clusterEngine: return cluster.map { "\($0) \(engine)" }
    case .clusterModel: return cluster.map { "\($0) \(group.model)" }
    case .clusterGroup: return cluster.map { "\($0) \(group.text)" }
    }
  }
}
