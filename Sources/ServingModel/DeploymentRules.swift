/// Why a point cannot exist, decided by rule before anything is run.
public struct Rejection: Sendable, Hashable, CustomStringConvertible {
  public enum Rule: String, CaseIterable, Sendable, Hashable, Codable {
    case attentionHeads = "attention_heads"
    case expertShards = "expert_shards"
    case parallelProduct = "parallel_product"
    case pipelineStages = "pipeline_stages"
    case engineParallelism = "engine_parallelism"
    case numberFormat = "number_format"
    case nvlinkDomain = "nvlink_domain"
    case mtp = "mtp"
    case eplb = "eplb"
    case tokenBudget = "token_budget"
    case promptBudget = "prompt_budget"
    case weightMemory = "weight_memory"
    case kvMemory = "kv_memory"
    case limits = "limits"
    /// A constraint of the space file, which the explanation names.
    case constraint = "constraint"
    /// The same point under another value of an axis that does not exist there.
    case duplicate = "duplicate"
    /// No rule of servers: by estimates another point is clearly better, and this one was not evaluated.
    case screened = "screened"
  }

  public var rule: Rule
  /// One sentence with the numbers that broke the rule.
  public var explanation: String

  public init(_ rule: Rule, _ explanation: String) {
    self.rule = rule
    self.explanation = explanation
  }

  public var description: String { "\(rule.rawValue): \(explanation)" }
}

/// The rules that every point must keep.
public struct DeploymentRules: Sendable {
  public let system: GPUSystem
  public let model: ModelArchitecture

  public init(system: GPUSystem, model: ModelArchitecture) {
    self.system = system
    self.model = model
  }

  /// The first rule that the point breaks, or none.
  public func firstRejection(of point: Point) -> Rejection? {
    let deployment = point.deployment
    switch deployment.topology {
    case .aggregated(let pool):
      return rejection(of: pool, role: .aggregated, deployment: deployment, workload: point.workload)
    case .disaggregated(let prefill, let decode):
      return rejection(of: prefill, role: .prefill, deployment: deployment, workload: point.workload)
        ?? rejection(of: decode, role: .decode, deployment: deployment, workload: point.workload)
    }
  }

  /// What a server does.
  public enum Role: String, Sendable {
    case aggregated = "server"
    case prefill = "prefill server"
    case decode = "decode server"
  }

  func rejection(
    of pool: ServerPool, role: Role, deployment: Deployment, workload: Workload
  ) -> Rejection? {
    let server = pool.configuration
    return limits(pool, role: role)
      ?? shape(server.parallelism, engine: deployment.engine, role: role)
      ?? formats(deployment.quantization, engine: deployment.engine)
      ?? speculation(server, role: role)
      ?? budgets(server, role: role, workload: workload)
      ?? memory(server, role: role, quantization: deployment.quantization, workload: workload)
  }

  private func limits(_ pool: ServerPool, role: Role) -> Rejection? {
    let server = pool.configuration
    let parallel = server.parallelism
    let counts = [
      pool.servers, parallel.tp, parallel.dp, parallel.pp, parallel.ep, parallel.moeTP,
      server.maxBatchSize, server.maxNumTokens,
    ]
    guard counts.allSatisfy({ $0 >= 1 }) else {
      return Rejection(.limits, "\(role.rawValue): a count or size is below 1")
    }
    guard server.kvMemoryFraction > 0, server.kvMemoryFraction <= 1 else {
      return Rejection(
        .limits, "\(role.rawValue): KV memory fraction \(server.kvMemoryFraction) is not in (0, 1]")
    }
    return nil
  }

  private func shape(_ parallel: Parallelism, engine: Engine, role: Role) -> Rejection? {
    if model.attentionHeads % parallel.tp != 0 {
      return Rejection(
        .attentionHeads, "\(model.attentionHeads) attention heads do not divide by tp \(parallel.tp)")
    }
    if case .groupedQuery(_, let kvHeads, _, _, _) = model.attention,
      kvHeads % parallel.tp != 0, parallel.tp % kvHeads != 0
    {
      return Rejection(
        .attentionHeads, "\(kvHeads) KV heads and tp \(parallel.tp): neither divides the other")
    }
    if let linear = model.linearAttention, linear.keyHeads % parallel.tp != 0 {
      return Rejection(
        .attentionHeads,
        "\(linear.keyHeads) key heads of linear attention do not divide by tp \(parallel.tp)")
    }
    if parallel.pp > model.layers {
      return Rejection(.pipelineStages, "pp \(parallel.pp) is above the \(model.layers) layers")
    }
    if parallel.moeTP * parallel.ep != parallel.tp * parallel.dp {
      return Rejection(
        .parallelProduct,
        "moe_tp \(parallel.moeTP) x ep \(parallel.ep) is not tp \(parallel.tp) x dp \(parallel.dp)")
    }
    if let moe = model.moe {
      if moe.experts % parallel.ep != 0 {
        return Rejection(.expertShards, "\(moe.experts) experts do not divide by ep \(parallel.ep)")
      }
      if moe.intermediateSize % parallel.moeTP != 0 {
        return Rejection(
          .expertShards, "expert size \(moe.intermediateSize) does not divide by moe_tp \(parallel.moeTP)")
      }
    } else if parallel.ep > 1 {
      return Rejection(.expertShards, "ep \(parallel.ep) needs a model with experts")
    }
    if parallel.tp > system.gpusPerNVLinkDomain {
      return Rejection(
        .nvlinkDomain,
        "tp \(parallel.tp) is above the \(system.gpusPerNVLinkDomain) GPUs of one NVLink domain")
    }
    return engineShape(parallel, engine: engine)
  }

  /// What an engine cannot express (reference: its own argument checks).
  private func engineShape(_ parallel: Parallelism, engine: Engine) -> Rejection? {
    switch engine {
    case .trtllm where parallel.tp > 1 && parallel.dp > 1:
      return Rejection(
        .engineParallelism,
        "TensorRT-LLM's attention DP has one GPU per rank; tp \(parallel.tp) with dp \(parallel.dp) cannot be set"
      )
    case .vllm where parallel.moeTP > 1 && parallel.ep > 1:
      return Rejection(
        .engineParallelism,
        "vLLM's expert parallel size is tp x dp or 1; moe_tp \(parallel.moeTP) with ep \(parallel.ep) cannot be set"
      )
    default:
      return nil
    }
  }

  private func formats(_ quantization: Quantization, engine: Engine) -> Rejection? {
    guard quantization.kvCache == .bf16 || quantization.kvCache == .fp8 else {
      return Rejection(.numberFormat, "the KV cache is bf16 or fp8, not \(quantization.kvCache.rawValue)")
    }
    for format in [quantization.gemm, quantization.attention, quantization.moe] {
      // MXFP4 and INT4 run weight-only where the tensor cores lack the format.
      if format == .mxfp4 || format == .int4 || system.supports(format) { continue }
      return Rejection(.numberFormat, "\(system.name) has no tensor cores for \(format.rawValue)")
    }
    return nil
  }

  private func speculation(_ server: ServerConfiguration, role: Role) -> Rejection? {
    if server.mtp > 0, model.mtpLayers == 0 {
      return Rejection(.mtp, "\(model.name) has no MTP layer for draft depth \(server.mtp)")
    }
    guard server.eplbSlots > 0 else { return nil }
    guard let moe = model.moe, server.parallelism.ep > 1 else {
      return Rejection(.eplb, "EPLB needs experts and ep above 1")
    }
    if server.eplbSlots < moe.experts {
      return Rejection(.eplb, "\(server.eplbSlots) EPLB slots are below the \(moe.experts) experts")
    }
    if server.eplbSlots % server.parallelism.ep != 0 {
      return Rejection(.eplb, "\(server.eplbSlots) EPLB slots do not divide by ep \(server.parallelism.ep)")
    }
    return nil
  }

  private func budgets(_ server: ServerConfiguration, role: Role, workload: Workload) -> Rejection? {
    if role != .prefill {
      let needed = server.maxBatchSize * (server.mtp + 1)
      if server.maxNumTokens < needed {
        return Rejection(
          .tokenBudget,
          "\(role.rawValue): max_num_tokens \(server.maxNumTokens) is below max_batch_size x (mtp + 1) = \(needed)"
        )
      }
    }
    if role != .decode, !server.chunkedPrefill, server.maxNumTokens < workload.isl {
      return Rejection(
        .promptBudget,
        "\(role.rawValue): isl \(workload.isl) is above max_num_tokens \(server.maxNumTokens) without chunked prefill"
      )
    }
    return nil
  }

  private func memory(
    _ server: ServerConfiguration, role: Role, quantization: Quantization, workload: Workload
  ) -> Rejection? {
    let memory = MemoryModel(model: model, system: system, quantization: quantization, server: server)
    let needed = memory.weightBytes + memory.activationBytes + memory.reservedBytes
    if needed >= system.memoryBytes {
      return Rejection(
        .weightMemory,
        "\(role.rawValue): weights, activations and buffers need \(gigabytes(needed)) of \(gigabytes(system.memoryBytes)) GB"
      )
    }
    let sequence = role == .prefill ? workload.isl : workload.isl + workload.osl
    let state = memory.stateTokens
    if memory.kvTokens < sequence + state {
      let part = state > 0 ? ", \(state) of them for the state of its linear attention" : ""
      return Rejection(
        .kvMemory,
        "\(role.rawValue): the KV cache holds \(memory.kvTokens) tokens, one request needs \(sequence + state)\(part)"
      )
    }
    return nil
  }

  /// A model file may describe more than an integer can count.
  private func gigabytes(_ bytes: Double) -> Int { Int(min(bytes / 1e9, 1e18).rounded()) }
}
