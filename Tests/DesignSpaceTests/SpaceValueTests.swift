import DesignSpace
import ServingModel
import Testing

/// What the values of a space mean.
@Suite struct SpaceValueTests {
  private func values<Value>(_ server: String, block: String = "concurrency: 16", _ read: (Point) -> Value)
    throws
    -> [Value]
  {
    try SpaceText.load(SpaceText.aggregated(server: server, block: block)).points.map(read)
  }

  @Test func rangesHoldBothEnds() throws {
    let concurrency = { (point: Point) in point.workload.concurrency }
    #expect(
      try values("tp: 8", block: "concurrency: {from: 4, to: 36, factor: 2}", concurrency) == [
        4, 8, 16, 32, 36,
      ])
    #expect(
      try values("tp: 8", block: "concurrency: {from: 1, to: 8, step: 3}", concurrency) == [1, 4, 7, 8])
    #expect(try values("tp: 8", block: "concurrency: {from: 5, to: 5, step: 3}", concurrency) == [5])
    #expect(
      try values("tp: 8", block: "concurrency: {from: 2, to: 5, factor: 1.2}", concurrency) == [2, 3, 4, 5])
    #expect(try values("tp: 8", block: "concurrency: 1 2 4", concurrency) == [1, 2, 4])
    #expect(
      try values("tp: 8", block: "concurrency: [1, {from: 8, to: 32, factor: 2}, =isl]", concurrency)
        == [1, 8, 16, 32, 1024])
    let fractions = try values("tp: 8\nkv_fraction: {from: 0.5, to: 0.9, step: 0.1}") {
      $0.deployment.topology.decodePool.configuration.kvMemoryFraction
    }
    #expect(fractions.count == 5 && fractions.last == 0.9)
  }

  @Test func expressionsReadOtherValues() throws {
    let tokens = try values(
      """
      tp: [4, 8]
      mtp: 0
      max_batch_size: =2 * tp
      max_num_tokens: =round_up(max_batch_size * (mtp + 1) + isl + 200, 64)
      kv_fraction: =if(tp > 4, 0.8, 0.9)
      """
    ) { point in
      let server = point.deployment.topology.decodePool.configuration
      return [Double(server.maxBatchSize), Double(server.maxNumTokens), server.kvMemoryFraction]
    }
    #expect(tokens == [[8, 1280, 0.9], [16, 1280, 0.8]])
  }

  @Test func systemsAndModelsHaveProperties() throws {
    let yaml = SpaceText.aggregated(
      server: "world_size: =min(gpus_per_node, heads)\nkv_fraction: =if(system == \"h200\", 0.7, 0.6)",
      block: "concurrency: 16\nquantization: =if(has_nvfp4, \"nvfp4\", \"fp8\")"
    ).replacing("h100_sxm", with: "[h200_sxm, gb200]")
    let points = try SpaceText.load(yaml).points
    #expect(points.map(\.deployment.gpus) == [8, 4])
    #expect(points.map(\.deployment.quantization.gemm) == [.fp8, .nvfp4])
    #expect(points.map { $0.deployment.topology.decodePool.configuration.kvMemoryFraction } == [0.7, 0.6])
  }

  @Test func attentionDPSplitsTheStage() throws {
    let yaml = SpaceText.disaggregated(
      prefill: "world_size: 8\npp: 2\nattention_dp: true\nep: =stage",
      decode: "world_size: 8\nattention_dp: [true, false]\nep: =stage")
    let points = try SpaceText.load(yaml).points
    #expect(
      points.map { $0.deployment.topology.prefillPool.configuration.parallelism }
        == Array(repeating: Parallelism(tp: 1, dp: 4, pp: 2, ep: 4), count: 2))
    #expect(
      points.map { $0.deployment.topology.decodePool.configuration.parallelism.label(isMoE: true) }
        == ["DEP8", "TEP8"])
  }

  @Test func worldSizeCompletesTheShape() throws {
    let shapes = try values("world_size: 8\ndp: [1, 2, 4]") {
      $0.deployment.topology.decodePool.configuration.parallelism.label(isMoE: false)
    }
    #expect(shapes == ["TP8", "TP4DP2", "TP2DP4"])
    let space = try SpaceText.load(SpaceText.aggregated(server: "world_size: 8\npp: [1, 3]"))
    #expect(space.points.count == 1)
    #expect(space.rejections.map(\.rule) == [.limits])
    #expect(space.rejections.first?.explanation.contains("server.tp is 2.66") == true)
  }

  @Test func concurrencyPerDecodeServerIsMultiplied() throws {
    let yaml = SpaceText.disaggregated(
      prefill: "parallel: DEP4", decode: "parallel: DEP4\nservers: [1, 3]",
      block: "concurrency_per_decode_server: [8, 64]")
    #expect(try SpaceText.load(yaml).points.map(\.workload.concurrency) == [8, 64, 24, 192])
  }

  @Test func casesVaryTogetherAndMultiplyTheirLists() throws {
    let points = try values(
      "max_batch_size: 64",
      block: """
        cases:
          - {server: {tp: 4}, shared_prefix: 512, concurrency: [1, 2]}
          - {server: {tp: 8}, shared_prefix: 600, concurrency: {from: 4, to: 16, factor: 2}}
        """
    ) { [$0.deployment.gpus, $0.workload.sharedPrefix, $0.workload.concurrency] }
    #expect(points == [[4, 512, 1], [4, 512, 2], [8, 600, 4], [8, 600, 8], [8, 600, 16]])
  }

  @Test func zippedListsVaryTogether() throws {
    let pairs = try values("zip: {tp: [1, 4, 8], max_batch_size: [32, 64, =tp * 100]}") {
      [$0.deployment.gpus, $0.deployment.topology.decodePool.configuration.maxBatchSize]
    }
    #expect(pairs == [[4, 64], [8, 800]])
    let space = try SpaceText.load(
      SpaceText.aggregated(server: "zip: {tp: [1, 4, 8], max_batch_size: [32, 64, =tp * 100]}"))
    #expect(space.rejections.map(\.rule) == [.weightMemory])
  }

  @Test func aConditionalAxisExistsOnlyWhereItsConditionHolds() throws {
    let yaml = SpaceText.disaggregated(
      prefill: "parallel: DEP4",
      decode: """
        parallel: [TEP4, DEP8]
        eplb_slots:
          values: [0, 288]
          when: dp > 1
          else: 0
        """)
    let space = try SpaceText.load(yaml)
    #expect(space.count == 4 && space.points.count == 3)
    #expect(space.rejections.map(\.rule) == [.duplicate])
    #expect(space.points.map { $0.deployment.topology.decodePool.configuration.eplbSlots } == [0, 0, 288])
  }

  @Test func constraintsRejectWithTheirMessage() throws {
    let yaml = SpaceText.aggregated(
      server: "tp: [4, 8]",
      block: """
        concurrency: [8, 64]
        let: {load: =concurrency / server.tp}
        constraints:
          - rule: load <= 8
            message: too many requests for a GPU
          - not (tp == 8 and concurrency == 8)
        """)
    let space = try SpaceText.load(yaml)
    #expect(space.points.map { [$0.deployment.gpus, $0.workload.concurrency] } == [[4, 8], [8, 64]])
    #expect(
      space.rejections.map(\.description) == [
        "constraint: too many requests for a GPU (load <= 8)",
        "constraint: not (tp == 8 and concurrency == 8)",
      ])
  }

  @Test func defaultsAreReplacedKeyByKey() throws {
    let yaml = """
      name: test
      description: test
      model: llama-3.1-70b
      defaults:
        system: h100_sxm
        engine: vllm
        isl: 1024
        osl: 128
        concurrency: [1, 2, 3]
        server: {tp: 4, pp: 2, max_batch_size: 99}
      blocks:
        - {name: as-is, topology: agg, concurrency: 7}
        - {name: shaped, topology: agg, server: {parallel: TP8}, concurrency_per_decode_server: 5}
      """
    let points = try SpaceText.load(yaml).points
    #expect(points.map { $0.deployment.label(isMoE: false) } == ["TP4PP2", "TP8"])
    #expect(points.map(\.workload.concurrency) == [7, 5])
    #expect(points.allSatisfy { $0.deployment.topology.decodePool.configuration.maxBatchSize == 99 })
  }

  @Test func quantizationsResolveByModelAndSystem() throws {
    func formats(_ text: String, model: String = "deepseek-r1", system: String = "b200") throws
      -> Quantization
    {
      let yaml = SpaceText.aggregated(
        server: "parallel: DEP16", block: "quantization: \(text)\nconcurrency: 16"
      ).replacing("llama-3.1-70b", with: model).replacing("h100_sxm", with: system)
      return try #require(SpaceText.load(yaml).points.first).deployment.quantization
    }
    let block = NumberFormat.fp8Block
    #expect(try formats("auto") == Quantization(gemm: block, moe: block, kvCache: .fp8))
    #expect(try formats("nvfp4") == Quantization(gemm: .nvfp4, moe: .nvfp4, attention: .bf16, kvCache: .fp8))
    #expect(try formats("nvfp4/kv bf16").kvCache == .bf16)
    #expect(try formats("{preset: fp8_block, kv: bf16}").kvCache == .bf16)
    #expect(
      try formats("{gemm: fp8, moe: nvfp4, attention: bf16, kv_cache: fp8}")
        == Quantization(gemm: .fp8, moe: .nvfp4, attention: .bf16, kvCache: .fp8))
    #expect(try formats("auto", model: "kimi-k2.5").moe == .int4)
    #expect(try formats("mxfp4") == Quantization(gemm: .bf16, moe: .mxfp4, kvCache: .fp8))
    #expect(try formats("[bf16]", system: "b300") == Quantization(gemm: .bf16, moe: .bf16, kvCache: .bf16))
  }

  @Test func knobsAreTheRecipesNamesWithItsRules() throws {
    let yaml = """
      name: test
      description: test
      model: deepseek-r1
      blocks:
        - system: [gb200, b200]
          engine: trtllm
          quantization: nvfp4
          knobs:
            ISL: 1024
            OSL: 1024
            NCTX: 2
            CTX_WORLD_SIZE: 8
            CTX_ATTENTION_DP: false
            NGEN: [1, 2]
            GEN_WORLD_SIZE: 16
            GEN_MTP_SIZE: 1
            GEN_MAX_BATCH_SIZE: 16
            GEN_MAX_NUM_TOKENS: =GEN_MAX_BATCH_SIZE * (GEN_MTP_SIZE + 1)
            CONCURRENCY: 16 64
      """
    let points = try SpaceText.load(yaml).points
    // TP stays inside the node of 8 on B200 and spans the rack on GB200.
    #expect(
      points.map { $0.deployment.label(isMoE: true) } == [
        "2×TEP8+1×DEP16", "2×TEP8+1×DEP16", "2×TEP8+2×DEP16", "2×TEP8+2×DEP16", "2×TEP8+1×DEP8PP2",
        "2×TEP8+1×DEP8PP2", "2×TEP8+2×DEP8PP2", "2×TEP8+2×DEP8PP2",
      ])
    #expect(points.map(\.workload.concurrency) == [16, 64, 32, 128, 16, 64, 32, 128])
    #expect(points.allSatisfy { $0.deployment.topology.decodePool.configuration.maxNumTokens == 32 })
  }

  @Test func namesInComparisonsAreNotPartOfTheSpace() throws {
    let yaml = SpaceText.aggregated(server: "tp: =if(system == \"gb200\", 4, 8)")
    #expect(try SpaceText.load(yaml).systems.map(\.name) == ["h100_sxm"])
    #expect(try SpaceText.load(yaml).models.map(\.name) == ["meta-llama/Llama-3.1-70B"])
  }

  @Test func acceptanceRatesAreAnAxisOfLists() throws {
    let rates = try values("tp: 8", block: "concurrency: 16\nmtp_acceptance: [[0.9, 0.8], [0.5]]") {
      $0.workload.mtpAcceptance
    }
    #expect(rates == [[0.9, 0.8], [0.5]])
    #expect(
      try values("tp: 8", block: "concurrency: 16\nmtp_acceptance: [0.9, 0.8]") { $0.workload.mtpAcceptance }
        == [
          [0.9, 0.8]
        ])
  }

  @Test(arguments: [false, true]) func labelsAreTheInverseOfTheirText(isMoE: Bool) throws {
    var seen = 0
    for tp in [1, 2, 4, 8] {
      for dp in [1, 2, 4, 8] {
        for pp in [1, 2] {
          for ep in isMoE ? [1, 2, 4, 8, 16] : [1] where (tp * dp).isMultiple(of: ep) {
            let shape = Parallelism(tp: tp, dp: dp, pp: pp, ep: ep)
            #expect(Parallelism(label: shape.label(isMoE: isMoE)) == shape)
            seen += 1
          }
        }
      }
    }
    #expect(seen == (isMoE ? 120 : 32))
  }

  @Test func badLabelsAreRefused() {
    for label in [
      "", "TP", "8", "TP0", "TP8TP8", "XP4", "TEP8DP2", "TP8EP3", "TP8PP", "PP2", "TP99999", "TP８",
    ] {
      #expect(Parallelism(label: label) == nil, "\(label)")
    }
  }
}
