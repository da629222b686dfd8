internal import ServingModel

/// SGLang: `python -m sglang.launch_server`.
///
/// `--tp-size` counts all GPUs of a stage, attention DP ranks included. With attention DP the server divides
/// its running requests and its prefill chunk over the ranks, so the deployment's limits per rank are
/// multiplied. The memory fraction counts weights and cache.
struct SGLangLaunch {
  let context: LaunchContext

  var steps: [LaunchPlan.Step] {
    var steps = context.pools.map { role, pool in
      LaunchPlan.Step(
        title: context.title(role, pool), file: nil, command: command(role, pool.configuration))
    }
    if case .disaggregated(let prefill, let decode) = context.deployment.topology {
      let servers =
        (0..<prefill.servers).map { "--prefill http://prefill-\($0):30000" }
        + (0..<decode.servers).map { "--decode http://decode-\($0):30000" }
      steps.append(
        LaunchPlan.Step(
          title: "Router: put the servers' host names for prefill-N and decode-N", file: nil,
          command: ["python -m sglang_router.launch_router", "--pd-disaggregation"] + servers
            + ["--host 0.0.0.0", "--port 8000"]))
    }
    return steps
  }

  private func command(_ role: LaunchContext.Role, _ server: ServerConfiguration) -> [String] {
    let parallel = server.parallelism
    // Replicas of a dense model need no attention DP: each has its own tensor parallel group.
    let sharesExperts = context.isMoE && parallel.dp > 1
    let ranks = parallel.dp
    var parts = [
      "python -m sglang.launch_server", "--model-path \(context.modelArgument)",
      "--tp-size \(sharesExperts ? parallel.stageGPUs : parallel.tp)",
    ]
    if parallel.pp > 1 { parts.append("--pp-size \(parallel.pp)") }
    if parallel.dp > 1 { parts.append("--dp-size \(parallel.dp)") }
    if sharesExperts { parts.append("--enable-dp-attention") }
    if context.isMoE && parallel.ep > 1 { parts.append("--ep-size \(parallel.ep)") }
    if server.eplbSlots > 0, let experts = context.model?.moe?.experts {
      // SGLang counts the slots beyond one for each expert.
      parts += [
        "--enable-eplb", "--ep-num-redundant-experts \(max(0, server.eplbSlots - experts))",
      ]
    }
    let factor = sharesExperts ? ranks : 1
    parts += ["--max-running-requests \(server.maxBatchSize * factor)"]
    if server.chunkedPrefill {
      parts.append("--chunked-prefill-size \(server.maxNumTokens * factor)")
    } else {
      parts += ["--chunked-prefill-size -1", "--max-prefill-tokens \(server.maxNumTokens)"]
    }
    parts.append(
      "--context-length \(context.maxSequence)")
    if let share = context.memoryShare(server, withWorkspace: false) {
      parts.append("--mem-fraction-static \(share)")
    }
    if context.deployment.quantization.kvCache == .fp8 { parts.append("--kv-cache-dtype fp8_e4m3") }
    if !context.reusesPrefix { parts.append("--disable-radix-cache") }
    let drafts = context.mtp(role, server)
    if drafts > 0 {
      parts += [
        "--speculative-algorithm NEXTN", "--speculative-num-steps \(drafts)",
        "--speculative-eagle-topk 1", "--speculative-num-draft-tokens \(drafts + 1)",
      ]
    }
    let nodes = context.nodes(server)
    if nodes > 1 {
      parts += ["--nnodes \(nodes)", "--node-rank $NODE_RANK", "--dist-init-addr $HEAD_ADDRESS:5000"]
    }
    switch role {
    case .aggregated: break
    case .prefill: parts.append("--disaggregation-mode prefill")
    case .decode: parts.append("--disaggregation-mode decode")
    }
    return parts + ["--host 0.0.0.0", "--port \(role == .aggregated ? 8000 : 30000)"]
  }
}
