internal import ServingModel

/// What the renderers of all engines share.
struct LaunchContext {
  let point: Point
  let isMoE: Bool
  let system: GPUSystem?
  let model: ModelArchitecture?

  init(point: Point, isMoE: Bool) {
    self.point = point
    self.isMoE = isMoE
    system = try? Catalogue.system(point.deployment.system)
    model = try? Catalogue.model(point.deployment.model)
  }

  var deployment: Deployment { point.deployment }
  var workload: Workload { point.workload }
  /// The model's name, quoted for a shell where it holds anything unusual.
  var modelArgument: String { ShellText.quoted(point.deployment.model) }
  /// Longest sequence of a server that decodes; 200 tokens of slack for chat templates.
  var maxSequence: Int { workload.isl + workload.osl + 200 }
  /// Longest sequence of a prefill server.
  var maxPrompt: Int { workload.isl + 200 }
  var reusesPrefix: Bool { workload.sharedPrefix > 0 }

  enum Role: String {
    case aggregated = "server"
    case prefill = "prefill server"
    case decode = "decode server"
  }

  /// The pools with what they do, in the order in which they start.
  var pools: [(Role, ServerPool)] {
    switch deployment.topology {
    case .aggregated(let pool): [(.aggregated, pool)]
    case .disaggregated(let prefill, let decode): [(.prefill, prefill), (.decode, decode)]
    }
  }

  /// Draft tokens of a server. Prefill servers fill the draft layers' cache too, so they run the same depth.
  func mtp(_ role: Role, _ server: ServerConfiguration) -> Int {
    role == .prefill ? max(server.mtp, deployment.mtp) : server.mtp
  }

  /// Nodes that one server spans; 1 where the GPU type is not in the catalogue.
  func nodes(_ server: ServerConfiguration) -> Int {
    guard let system else { return 1 }
    return (server.parallelism.gpus + system.gpusPerNode - 1) / system.gpusPerNode
  }

  /// `Prefill server: 6 of them, 4 GPUs each`.
  func title(_ role: Role, _ pool: ServerPool) -> String {
    let nodes = nodes(pool.configuration)
    return counted(role, pool) + (nodes > 1 ? ", over \(nodes) nodes" : "")
  }

  private func counted(_ role: Role, _ pool: ServerPool) -> String {
    let name = role.rawValue.prefix(1).uppercased() + role.rawValue.dropFirst()
    let gpus = pool.configuration.parallelism.gpus
    let each = "\(gpus) GPU\(gpus == 1 ? "" : "s")"
    return pool.servers == 1 ? "\(name): \(each)" : "\(name): \(pool.servers) of them, \(each) each"
  }

  /// Share of a GPU's whole memory that weights, workspaces (where `withWorkspace`) and cache take together.
  func memoryShare(_ server: ServerConfiguration, withWorkspace: Bool) -> String? {
    guard let system, let model else { return nil }
    let memory = MemoryModel(
      model: model, system: system, quantization: deployment.quantization, server: server)
    let workspace = withWorkspace ? memory.activationBytes + memory.reservedBytes : 0
    let share = (memory.weightBytes + memory.kvBytes + workspace) / system.memoryBytes
    let hundredths = Int((min(max(share, 0.05), 0.97) * 100).rounded(.down))
    return "0." + (hundredths < 10 ? "0" : "") + "\(hundredths)"
  }
}

/// Text that a POSIX shell takes as one word.
enum ShellText {
  static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "-_./:".unicodeScalars.contains(scalar))
    }
    if plain && !text.isEmpty && !text.hasPrefix("-") { return text }
    var quoted = "'"
    for character in text { quoted += character == "'" ? "'\\''" : String(character) }
    return quoted + "'"
  }
}
