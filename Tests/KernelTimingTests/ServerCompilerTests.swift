import ServingModel
import Testing

@testable import KernelTiming

@Suite struct ServerCompilerTests {
  private func times(
    _ model: String, _ system: String, _ engine: Engine = .trtllm, _ format: NumberFormat = .nvfp4,
    tp: Int = 8,
    dp: Int = 1, ep: Int = 1, mtp: Int = 0
  ) throws -> IterationTimes {
    ServerCompiler().iterationTimes(
      model: try Catalogue.model(model), system: try Catalogue.system(system), engine: engine,
      quantization: Quantization(
        gemm: format, moe: format, attention: format == .nvfp4 ? .bf16 : format, kvCache: .fp8),
      server: ServerConfiguration(
        parallelism: Parallelism(tp: tp, dp: dp, ep: ep), maxBatchSize: 256, maxNumTokens: 8192, mtp: mtp),
      factors: TimingFactors(uncalibrated: engine))
  }

  private func decode(_ times: IterationTimes, _ batch: Int, _ cached: Double, ranks: Int = 1) -> Double {
    times.decodeSegment(rankDecodes: batch, decodes: batch * ranks, meanCachedTokens: cached).milliseconds
  }

  @Test(arguments: Engine.allCases)
  func iterationsGrowWithTheirLoad(engine: Engine) throws {
    let times = try times("deepseek-r1", "b200_sxm", engine)
    var last = 0.0
    for batch in [1, 8, 64, 256] {
      let now = decode(times, batch, 4096)
      #expect(now > last * 0.98)
      last = now
    }
    #expect(decode(times, 64, 65536) > decode(times, 64, 1024))
    var load = IterationLoad()
    load.prefillTokens = 4096
    load.rankPrefillTokens = 4096
    load.rankPrefillWork = 4096 * 2048
    let alone = times.milliseconds(load)
    load.rankPrefillWork = 4096 * (8192 + 2048)
    #expect(times.milliseconds(load) > alone)
    load.rankDecodes = 64
    load.decodes = 64
    load.meanCachedTokens = 4096
    #expect(times.milliseconds(load) > alone)
  }

  @Test func newerGPUsAreFaster() throws {
    let hopper = try times("deepseek-r1", "h200_sxm", .trtllm, .fp8Block)
    let blackwell = try times("deepseek-r1", "b200_sxm", .trtllm, .nvfp4)
    #expect(decode(blackwell, 32, 4096) < decode(hopper, 32, 4096))
  }

  @Test func tensorParallelismShortensAnIteration() throws {
    let two = try times("llama-3.1-70b", "h100_sxm", .vllm, .fp8, tp: 2)
    let eight = try times("llama-3.1-70b", "h100_sxm", .vllm, .fp8, tp: 8)
    #expect(decode(eight, 16, 2048) < decode(two, 16, 2048))
  }

  @Test func draftsMakeAnIterationLongerButLessThanAnother() throws {
    let plain = try times("deepseek-r1", "b200_sxm")
    let drafted = try times("deepseek-r1", "b200_sxm", mtp: 3)
    #expect(decode(drafted, 4, 2048) > decode(plain, 4, 2048))
    #expect(decode(drafted, 4, 2048) < 2.5 * decode(plain, 4, 2048))
  }

  @Test func systemsWithoutTablesAreMarkedAsRoofline() throws {
    let times = try times("llama-3.1-8b", "a100_sxm", .vllm, .bf16, tp: 1)
    var load = IterationLoad()
    load.rankDecodes = 8
    load.decodes = 8
    load.meanCachedTokens = 1024
    #expect(times.confidence(load) == .roofline)
    // 16 GB of weights at 2 TB/s take at least 8 ms.
    #expect((8...16).contains(times.milliseconds(load)))
  }

  @Test func attentionDataParallelismReadsEachCacheOnce() throws {
    let tensor = try times("deepseek-r1", "gb200", tp: 8, ep: 8)
    let data = try times("deepseek-r1", "gb200", tp: 1, dp: 8, ep: 8)
    // 256 long sequences over eight GPUs: with tensor parallelism every GPU reads all latent caches.
    #expect(decode(data, 32, 32768, ranks: 8) < decode(tensor, 256, 32768))
  }
}
