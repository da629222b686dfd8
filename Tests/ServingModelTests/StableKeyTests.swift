import ServingModel
import Testing

/// Keys are the hashes of canonical texts, though no text is made for them.
@Suite struct StableKeyTests {
  private func pool(_ random: inout some RandomNumberGenerator) -> ServerPool {
    func size() -> Int {
      Int.random(in: 0...3, using: &random) == 0 ? Int.random(in: 0...1 << 40, using: &random) : 8
    }
    return ServerPool(
      servers: size(),
      configuration: ServerConfiguration(
        parallelism: Parallelism(tp: size(), dp: 1, pp: 10, moeTP: size(), ep: 100), maxBatchSize: size(),
        maxNumTokens: -size(), kvMemoryFraction: Double.random(in: 0...1, using: &random),
        chunkedPrefill: .random(using: &random), mtp: 3, eplbSlots: size()))
  }

  @Test func keysAreHashesOfTexts() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let isAggregated = Bool.random(using: &random)
      let deployment = Deployment(
        system: "gb200", model: "Modell-é/1", engine: .sglang,
        quantization: Quantization(gemm: .fp8Block, moe: .nvfp4, attention: .bf16, kvCache: .fp8),
        topology: isAggregated
          ? .aggregated(pool(&random)) : .disaggregated(prefill: pool(&random), decode: pool(&random)))
      let workload = Workload(
        isl: .random(in: 1...1 << 22, using: &random), osl: .random(in: 0...10, using: &random),
        rangeRatio: .random(in: 0...1, using: &random), concurrency: .random(in: 1...5_000, using: &random),
        mtpAcceptance: isAggregated ? [] : [0.9, .random(in: 0...1, using: &random)])
      let key = deployment.stableKey
      #expect(key.rawValue == StableHash.of(deployment.canonicalText))
      #expect(
        Point(deployment: deployment, workload: workload).stableKey.rawValue
          == StableHash.of(workload.canonicalText, seed: UInt64(bitPattern: key.rawValue)))
      #expect(
        deployment.canonicalText.contains(
          "max_num_tokens=\(-abs(deployment.topology.prefillPool.configuration.maxNumTokens));"))
    }
  }
}
