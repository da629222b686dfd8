internal import ServingModel

/// TensorRT-LLM: `trtllm-serve` with its YAML of options, and `trtllm-serve disaggregated` in front of pools.
///
/// `tp_size` counts all GPUs of a stage: with attention DP it is tp x dp and the YAML says
/// `enable_attention_dp`.
struct TensorRTLLMLaunch {
  let context: LaunchContext

  var steps: [LaunchPlan.Step] {
    var steps = context.pools.map { role, pool in server(role, pool) }
    if case .disaggregated(let prefill, let decode) = context.deployment.topology {
      steps.append(router(prefill: prefill.servers, decode: decode.servers))
    }
    return steps
  }

  private func server(_ role: LaunchContext.Role, _ pool: ServerPool) -> LaunchPlan.Step {
    let server = pool.configuration
    let parallel = server.parallelism
    let file =
      switch role {
      case .aggregated: "extra-llm-api-options.yaml"
      case .prefill: "prefill.yaml"
      case .decode: "decode.yaml"
      }
    var command: [String] = []
    let nodes = context.nodes(server)
    if nodes > 1 {
      command.append(
        "srun --nodes \(nodes) --ntasks-per-node \(parallel.gpus / nodes) --mpi pmix trtllm-llmapi-launch")
    }
    command += [
      "trtllm-serve \(context.modelArgument)", "--backend pytorch",
      "--tp_size \(parallel.stageGPUs)", "--pp_size \(parallel.pp)",
    ]
    if context.isMoE { command.append("--ep_size \(parallel.ep)") }
    command += [
      "--max_batch_size \(server.maxBatchSize)", "--max_num_tokens \(server.maxNumTokens)",
      "--max_seq_len \(role == .prefill ? context.maxPrompt : context.maxSequence)",
      "--kv_cache_free_gpu_memory_fraction \(server.kvMemoryFraction)",
    ]
    if server.chunkedPrefill && role != .decode { command.append("--enable_chunked_prefill") }
    command += [
      "--extra_llm_api_options \(file)", "--host 0.0.0.0",
      "--port \(role == .prefill ? 8001 : role == .decode ? 8002 : 8000)",
    ]
    return LaunchPlan.Step(
      title: context.title(role, pool),
      file: LaunchPlan.File(name: file, text: options(role, server).joined(separator: "\n")),
      command: command)
  }

  /// The lines of the YAML file: what the command line cannot say.
  private func options(_ role: LaunchContext.Role, _ server: ServerConfiguration) -> [String] {
    let parallel = server.parallelism
    var lines = ["print_iter_log: true"]
    if parallel.dp > 1 {
      lines += [
        "enable_attention_dp: true", "attention_dp_config:", "  batching_wait_iters: 0",
        "  enable_balance: true", "  timeout_iters: 60",
      ]
    }
    if role == .prefill {
      // A prefill iteration ends its request, so there is nothing to overlap with.
      lines.append("disable_overlap_scheduler: true")
    } else {
      lines += [
        "cuda_graph_config:", "  enable_padding: true", "  max_batch_size: \(server.maxBatchSize)",
        "stream_interval: \(role == .decode ? 20 : 10)",
      ]
    }
    lines += [
      "kv_cache_config:", "  dtype: \(context.deployment.quantization.kvCache == .fp8 ? "fp8" : "auto")",
      "  free_gpu_memory_fraction: \(server.kvMemoryFraction)",
      "  enable_block_reuse: \(context.reusesPrefix)",
    ]
    if context.isMoE, let backend = moeBackend(parallel) {
      lines += ["moe_config:", "  backend: \(backend)"]
      if server.eplbSlots > 0 {
        lines += ["  load_balancer:", "    num_slots: \(server.eplbSlots)", "    layer_updates_per_iter: 1"]
      }
    }
    if role != .aggregated {
      let buffer = (context.maxPrompt + 255) / 256 * 256
      lines += ["cache_transceiver_config:", "  backend: DEFAULT", "  max_tokens_in_buffer: \(buffer)"]
    }
    let drafts = context.mtp(role, server)
    if drafts > 0 {
      lines += [
        "speculative_config:", "  decoding_type: MTP", "  num_nextn_predict_layers: \(drafts)",
      ]
    }
    return lines
  }

  /// Hopper has CUTLASS; Blackwell takes TRTLLM without attention DP, and wide expert parallelism on NVL72
  /// racks from 16 GPUs. Nothing for GPU types that the catalogue does not hold.
  private func moeBackend(_ parallel: Parallelism) -> String? {
    guard let system = context.system else { return nil }
    guard system.smVersion >= 100 else { return "CUTLASS" }
    guard parallel.dp > 1 else { return "TRTLLM" }
    return system.gpusPerNVLinkDomain >= 72 && parallel.stageGPUs >= 16 ? "WIDEEP" : "CUTLASS"
  }

  private func router(prefill: Int, decode: Int) -> LaunchPlan.Step {
    func pool(_ key: String, _ count: Int, _ host: String, _ port: Int) -> [String] {
      [key + ":", "  num_instances: \(count)", "  urls:"]
        + (0..<count).map { "  - \"\(host)-\($0):\(port)\"" }
    }
    let lines =
      ["hostname: 0.0.0.0", "port: 8000", "backend: pytorch"]
      + pool("context_servers", prefill, "prefill", 8001)
      + pool("generation_servers", decode, "decode", 8002)
    return LaunchPlan.Step(
      title: "Router: put the servers' host names for prefill-N and decode-N",
      file: LaunchPlan.File(name: "disagg.yaml", text: lines.joined(separator: "\n")),
      command: ["trtllm-serve disaggregated", "-c disagg.yaml"])
  }
}
