/// One server (an engine instance): its parallelism and its limits.
public struct ServerConfiguration: Codable, Sendable, Hashable {
  public var parallelism: Parallelism
  /// Sequences in one iteration, per attention-DP rank (TensorRT-LLM `max_batch_size`,
  /// vLLM `--max-num-seqs`).
  public var maxBatchSize: Int
  /// Tokens in one iteration, per attention-DP rank (TensorRT-LLM `max_num_tokens`,
  /// vLLM `--max-num-batched-tokens`, SGLang `--chunked-prefill-size`): the chunk of chunked prefill.
  public var maxNumTokens: Int
  /// Share of the GPU memory left after the weights that the KV cache may take (TensorRT-LLM
  /// `free_gpu_memory_fraction`). Other engines' fractions are converted when flags are rendered.
  public var kvMemoryFraction: Double
  /// Whether a prompt may be split over iterations.
  public var chunkedPrefill: Bool
  /// Multi-token prediction: draft tokens per iteration (0: off).
  public var mtp: Int
  /// Slots of the expert load balancer in all (0: off, else at least the number of experts).
  public var eplbSlots: Int

  public init(
    parallelism: Parallelism, maxBatchSize: Int, maxNumTokens: Int, kvMemoryFraction: Double = 0.8,
    chunkedPrefill: Bool = true, mtp: Int = 0, eplbSlots: Int = 0
  ) {
    self.parallelism = parallelism
    self.maxBatchSize = maxBatchSize
    self.maxNumTokens = maxNumTokens
    self.kvMemoryFraction = kvMemoryFraction
    self.chunkedPrefill = chunkedPrefill
    self.mtp = mtp
    self.eplbSlots = eplbSlots
  }
}

/// Identical servers behind one router.
public struct ServerPool: Codable, Sendable, Hashable {
  public var servers: Int
  public var configuration: ServerConfiguration

  public init(servers: Int, configuration: ServerConfiguration) {
    self.servers = servers
    self.configuration = configuration
  }

  public var gpus: Int { servers * configuration.parallelism.gpus }
}

/// Whether the same servers prefill and decode.
public enum Topology: Codable, Sendable, Hashable {
  case aggregated(ServerPool)
  case disaggregated(prefill: ServerPool, decode: ServerPool)

  /// `agg` or `disagg`: the value of the column `topology`.
  public var name: String {
    switch self {
    case .aggregated: "agg"
    case .disaggregated: "disagg"
    }
  }

  public var gpus: Int {
    switch self {
    case .aggregated(let pool): pool.gpus
    case .disaggregated(let prefill, let decode): prefill.gpus + decode.gpus
    }
  }

  /// The pool that generates tokens.
  public var decodePool: ServerPool {
    switch self {
    case .aggregated(let pool): pool
    case .disaggregated(_, let decode): decode
    }
  }

  /// The pool that reads prompts.
  public var prefillPool: ServerPool {
    switch self {
    case .aggregated(let pool): pool
    case .disaggregated(let prefill, _): prefill
    }
  }
}

/// Everything that fixes the servers.
public struct Deployment: Codable, Sendable, Hashable {
  /// Name of a ``GPUSystem``.
  public var system: String
  /// Name of a ``ModelArchitecture``.
  public var model: String
  public var engine: Engine
  public var quantization: Quantization
  public var topology: Topology

  public init(
    system: String, model: String, engine: Engine, quantization: Quantization, topology: Topology
  ) {
    self.system = system
    self.model = model
    self.engine = engine
    self.quantization = quantization
    self.topology = topology
  }

  public var gpus: Int { topology.gpus }
  /// Draft tokens per decode iteration.
  public var mtp: Int { topology.decodePool.configuration.mtp }

  /// Short form: `TEP8`, `4×TP2`, `6×DEP4+1×DEP8` (prefill + decode).
  public func label(isMoE: Bool) -> String {
    switch topology {
    case .aggregated(let pool):
      let name = pool.configuration.parallelism.label(isMoE: isMoE)
      return pool.servers == 1 ? name : "\(pool.servers)×\(name)"
    case .disaggregated(let prefill, let decode):
      return "\(prefill.servers)×\(prefill.configuration.parallelism.label(isMoE: isMoE))"
        + "+\(decode.servers)×\(decode.configuration.parallelism.label(isMoE: isMoE))"
    }
  }
}
