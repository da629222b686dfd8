import ServingModel
import Testing

@testable import KernelTiming

/// Iteration times of models with linear and with sparse attention.
@Suite struct HybridTimingTests {
  private let hybrid: ModelArchitecture
  private let sparse: ModelArchitecture

  init() throws {
    hybrid = try Catalogue.model("qwen3.5-397b")
    sparse = try Catalogue.model("glm-5")
  }

  private func times(
    _ model: ModelArchitecture, _ system: String = "b200_sxm", _ engine: Engine = .sglang, tp: Int = 8,
    mtp: Int = 0
  ) throws -> IterationTimes {
    ServerCompiler().iterationTimes(
      model: model, system: try Catalogue.system(system), engine: engine,
      quantization: Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8),
      server: ServerConfiguration(
        parallelism: Parallelism(tp: tp), maxBatchSize: 256, maxNumTokens: 8192, mtp: mtp),
      factors: TimingFactors(uncalibrated: engine))
  }

  private func decode(_ times: IterationTimes, _ batch: Int, _ cached: Double) -> Double {
    times.decodeSegment(rankDecodes: batch, decodes: batch, meanCachedTokens: cached).milliseconds
  }

  private func prompt(_ tokens: Int) -> IterationLoad {
    var load = IterationLoad()
    load.prefillTokens = tokens
    load.rankPrefillTokens = tokens
    load.rankPrefillWork = Double(tokens * tokens) / 2
    return load
  }

  @Test(arguments: Engine.allCases, ["b200_sxm", "h200_sxm"])
  func iterationsGrowWithTheirLoad(engine: Engine, system: String) throws {
    for model in [hybrid, sparse] {
      let times = try times(model, system, engine)
      var last = 0.0
      for batch in [1, 8, 64, 256] {
        let now = decode(times, batch, 4096)
        #expect(now > last * 0.98 && now < 200, "\(model.name) \(batch): \(now) ms after \(last)")
        last = now
      }
      #expect(decode(times, 64, 65536) > decode(times, 64, 1024))
      last = 0
      for tokens in [128, 1024, 4096, 8192] {
        let now = times.milliseconds(prompt(tokens))
        #expect(now > last * 0.98, "\(model.name) \(tokens): \(now) ms after \(last)")
        last = now
      }
    }
  }

  @Test func linearAttentionTakesNoLongerForLongerSequences() throws {
    var full = hybrid
    full.linearAttention = nil
    let mixed = try times(hybrid)
    let all = try times(full)
    let mixedGrowth = decode(mixed, 64, 131072) - decode(mixed, 64, 4096)
    let allGrowth = decode(all, 64, 131072) - decode(all, 64, 4096)
    // 15 of 60 layers read a cache.
    #expect(abs(mixedGrowth / allGrowth - 0.25) < 0.01)
  }

  @Test func measuredKernelsOfLinearAttentionAreUsed() throws {
    let kernels = KernelContext(tables: .embedded, system: try Catalogue.system("b200"), engine: .sglang)
    let net = try #require(hybrid.linearAttention)
    let times = GatedDeltaTimes(kernels, net: net, hidden: 4096, format: .fp8Block, tp: 4)
    // Rows of the source: 0.0236 and 0.0029 ms for 64 sequences, 0.4335 and 0.0381 ms for a prompt of 8,192 tokens;
    // models of other sizes with the same heads were measured a little faster.
    let step = times.decode(sequences: 64, drafts: 0)
    #expect(abs(step.milliseconds / 0.0265 - 1) < 0.05 && step.confidence == .measured)
    let prompt = times.prefill(batch: 1, length: 8192)
    #expect(abs(prompt.milliseconds / 0.4716 - 1) < 0.05 && prompt.confidence == .measured)
    #expect(times.decode(sequences: 64, drafts: 2).milliseconds == 2 * step.milliseconds)
  }

  @Test func headsThatAnEngineWasNotMeasuredWithAreTakenFromAnother() throws {
    let system = try Catalogue.system("b200")
    let net = try #require(hybrid.linearAttention)
    func prompt(_ engine: Engine) -> KernelTime {
      let kernels = KernelContext(tables: .embedded, system: system, engine: engine)
      return GatedDeltaTimes(kernels, net: net, hidden: 4096, format: .fp8Block, tp: 8)
        .prefill(batch: 1, length: 8192)
    }
    #expect(prompt(.trtllm).milliseconds == prompt(.vllm).milliseconds)
    #expect(prompt(.trtllm).confidence == .interpolated && prompt(.vllm).confidence == .measured)
  }

  @Test func linearAttentionWithoutTablesIsEstimated() throws {
    let kernels = KernelContext(tables: .embedded, system: try Catalogue.system("a100_sxm"), engine: .vllm)
    let net = try #require(hybrid.linearAttention)
    let times = GatedDeltaTimes(kernels, net: net, hidden: 4096, format: .bf16, tp: 4)
    let step = times.decode(sequences: 256, drafts: 0)
    // 256 states of 1 MB read and written at 80 % of 2 TB/s.
    #expect((0.32...0.4).contains(step.milliseconds) && step.confidence == .roofline)
    #expect(times.prefill(batch: 1, length: 4096).confidence == .roofline)
  }

  @Test func theOutputGateWidensTheProjection() throws {
    var ungated = hybrid
    ungated.outputGate = false
    let gated = try times(hybrid, tp: 1)
    #expect(decode(gated, 64, 1024) > decode(try times(ungated, tp: 1), 64, 1024))
  }

  @Test func sparseAttentionIsCheaperForLongSequences() throws {
    var dense = sparse
    dense.indexer = nil
    let chosen = try times(sparse)
    let all = try times(dense)
    #expect(decode(chosen, 64, 131072) < decode(all, 64, 131072))
    // Where everything is chosen, the indexer comes on top.
    #expect(decode(chosen, 64, 1024) > decode(all, 64, 1024))
    // Scores go over the whole length.
    #expect(decode(chosen, 64, 131072) > decode(chosen, 64, 32768))
  }

  @Test func sparseAttentionSaysThatItHasNoTable() throws {
    var load = IterationLoad()
    load.rankDecodes = 32
    load.decodes = 32
    load.meanCachedTokens = 8192
    #expect(try times(sparse).confidence(load) == .roofline)
    #expect(try times(sparse).confidence(prompt(8192)) == .roofline)
    #expect(try times(hybrid).confidence(load) < .roofline)
  }

  @Test func promptsSeeAtMostWhatIsChosen() {
    let indexer = SparseIndexer(heads: 32, headDim: 128, topK: 2048)
    #expect(indexer.equivalentLength(100) == 100 && indexer.equivalentLength(2048) == 2048)
    // Half of the queries of 4,096 see 1,024 on average, the others 2,048.
    #expect(indexer.equivalentLength(4096) == 2 * (1024 + 2048) / 2)
    #expect(indexer.equivalentLength(1e9) < 4096)
  }

  @Test(arguments: [1, 3]) func draftsMakeAnIterationLongerButLessThanAnother(mtp: Int) throws {
    for model in [hybrid, sparse] {
      let plain = decode(try times(model), 4, 2048)
      let drafted = decode(try times(model, mtp: mtp), 4, 2048)
      #expect(drafted > plain && drafted < 2.5 * plain)
    }
  }

  @Test func theStateMovesWithAPrompt() throws {
    let transfer = ServerCompiler().transfer(
      model: hybrid, system: try Catalogue.system("h200"),
      quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8), prefill: Parallelism(tp: 4),
      decode: Parallelism(tp: 8))
    // 192 MB over four links at half of 50 GB/s.
    #expect((3.8...4).contains(transfer.latencyMs))
  }

  @Test func headSizesWithoutATableTakeTheNearest() throws {
    let kernels = KernelContext(tables: .embedded, system: try Catalogue.system("b200"), engine: .sglang)
    func attention(_ headDim: Int) -> KernelTime {
      GroupedQueryAttentionTimes(kernels, heads: 8, kvHeads: 1, headDim: headDim, window: 0, cache: .fp8)
        .decode(batch: 64, cached: 32768)
    }
    // Long caches are bound by memory: twice the size takes twice as long.
    #expect(abs(attention(256).milliseconds / attention(128).milliseconds - 2) < 0.05)
    #expect(attention(256).confidence == .interpolated)
  }
}
