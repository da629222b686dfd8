internal import ServingModel

/// vLLM: `vllm serve`. Limits are per data-parallel rank, as in the deployment; expert parallel size is
/// always tp x dp; the memory fraction counts everything that the engine takes.
struct VLLMLaunch {
  let context: LaunchContext

  var steps: [LaunchPlan.Step] {
    var steps = context.pools.map { role, pool in
      LaunchPlan.Step(
        title: title(role, pool), file: nil, command: command(role, pool.configuration))
    }
    if steps.count > 1 {
      steps.append(
        LaunchPlan.Step(
          title: "Router: any proxy that sends a request to a prefill server and then to a decode server, "
            + "such as `python3 -m dynamo.frontend`", file: nil, command: []))
    }
    return steps
  }

  private func title(_ role: LaunchContext.Role, _ pool: ServerPool) -> String {
    let spread = context.nodes(pool.configuration) > 1 && pool.configuration.parallelism.dp > 1
    return context.title(role, pool)
      + (spread ? "; on each node but the first add --headless and leave out --host and --port" : "")
  }

  private func command(_ role: LaunchContext.Role, _ server: ServerConfiguration) -> [String] {
    let parallel = server.parallelism
    var parts = [
      "vllm serve \(context.modelArgument)", "--tensor-parallel-size \(parallel.tp)",
    ]
    if parallel.pp > 1 { parts.append("--pipeline-parallel-size \(parallel.pp)") }
    if parallel.dp > 1 { parts.append("--data-parallel-size \(parallel.dp)") }
    if context.isMoE && parallel.ep > 1 { parts.append("--enable-expert-parallel") }
    if server.eplbSlots > 0, let experts = context.model?.moe?.experts {
      // vLLM counts the slots beyond one for each expert.
      let extra = max(0, server.eplbSlots - experts)
      parts += ["--enable-eplb", "--eplb-config '{\"num_redundant_experts\":\(extra)}'"]
    }
    parts += [
      "--max-num-seqs \(server.maxBatchSize)", "--max-num-batched-tokens \(server.maxNumTokens)",
      "--max-model-len \(context.maxSequence)",
    ]
    if let share = context.memoryShare(server, withWorkspace: true) {
      parts.append("--gpu-memory-utilization \(share)")
    }
    if context.deployment.quantization.kvCache == .fp8 { parts.append("--kv-cache-dtype fp8") }
    if !server.chunkedPrefill { parts.append("--no-enable-chunked-prefill") }
    parts.append(context.reusesPrefix ? "--enable-prefix-caching" : "--no-enable-prefix-caching")
    let drafts = context.mtp(role, server)
    if drafts > 0 {
      parts.append(
        "--speculative-config '{\"method\":\"mtp\",\"num_speculative_tokens\":\(drafts)}'")
    }
    if role != .aggregated {
      parts.append("--kv-transfer-config '{\"kv_connector\":\"NixlConnector\",\"kv_role\":\"kv_both\"}'")
    }
    return parts + nodes(server) + ["--host 0.0.0.0", "--port 8000"]
  }

  /// A server over several nodes: ranks of data parallel spread by hand, else tensor parallel over Ray.
  private func nodes(_ server: ServerConfiguration) -> [String] {
    let nodes = context.nodes(server)
    guard nodes > 1 else { return [] }
    let ranks = server.parallelism.dp
    guard ranks > 1 else { return ["--distributed-executor-backend ray"] }
    return [
      "--data-parallel-size-local \(max(1, ranks / nodes))",
      "--data-parallel-address $HEAD_ADDRESS", "--data-parallel-rpc-port 13345",
      "--data-parallel-start-rank $START_RANK",
    ]
  }
}
