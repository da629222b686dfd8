internal import KernelTiming
internal import ServingModel
internal import ServingSimulator

/// Turns a deployment into the lanes of a simulation.
struct LaneBuilder {
  let point: Point
  let model: ModelArchitecture
  let system: GPUSystem
  let compiler: ServerCompiler
  let servers: CompiledServers
  let factors: TimingFactors

  func lanes() -> ServingScenario.Lanes {
    let deployment = point.deployment
    switch deployment.topology {
    case .aggregated(let pool):
      return .aggregated(lane: lane(pool, role: .aggregated), lanes: count(pool))
    case .disaggregated(let prefill, let decode):
      let transfer = compiler.transfer(
        model: model, system: system, quantization: deployment.quantization,
        prefill: prefill.configuration.parallelism, decode: decode.configuration.parallelism)
      return .disaggregated(
        prefill: lane(prefill, role: .prefill), prefillLanes: count(prefill),
        decode: lane(decode, role: .decode), decodeLanes: count(decode),
        transfer: KVTransfer(latencyMs: transfer.latencyMs, msPerToken: transfer.msPerToken))
    }
  }

  /// Each pipeline stage keeps one micro-batch going.
  private func count(_ pool: ServerPool) -> Int { pool.servers * pool.configuration.parallelism.pp }

  /// InferenceMAX's `attention_dp_config: {enable_balance: true, timeout_iters: 60}`.
  private static let promptWaitIterations = 60

  private func lane(_ pool: ServerPool, role: DeploymentRules.Role) -> LaneModel {
    let deployment = point.deployment
    let server = pool.configuration
    let memory = MemoryModel(
      model: model, system: system, quantization: deployment.quantization, server: server)
    let engine = deployment.engine
    let acceptance = point.workload.mtpAcceptance
    return LaneModel(
      times: servers.times(
        deployment: deployment, server: server, model: model, system: system, factors: factors),
      ranks: server.parallelism.dp, maxBatchSize: server.maxBatchSize, maxNumTokens: server.maxNumTokens,
      kvBlocks: memory.kvTokens / engine.kvBlockTokens / server.parallelism.pp,
      blockTokens: engine.kvBlockTokens,
      stateBlocks: (memory.stateTokens + engine.kvBlockTokens - 1) / engine.kvBlockTokens,
      reservedOutputShare: engine == .trtllm ? 1 : 0.5,
      chunkedPrefill: server.chunkedPrefill, policy: engine.scheduling,
      promptWaitIterations: engine == .trtllm && role == .aggregated ? Self.promptWaitIterations : 0,
      tokensPerIteration: MTPAcceptance.tokensPerIteration(depth: server.mtp, acceptance: acceptance),
      tokensPerIterationVariance: MTPAcceptance.variancePerIteration(
        depth: server.mtp, acceptance: acceptance))
  }
}
