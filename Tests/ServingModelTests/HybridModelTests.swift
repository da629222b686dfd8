import Foundation
import Testing

@testable import ServingModel

/// Models whose layers differ: linear attention beside full attention, and sparse attention.
@Suite struct HybridModelTests {
  private let hybrid: ModelArchitecture
  private let sparse: ModelArchitecture
  private let system: GPUSystem

  init() throws {
    hybrid = try Catalogue.model("qwen3.5-397b-a17b")
    sparse = try Catalogue.model("glm-5")
    system = try Catalogue.system("b300")
  }

  /// Parameters, from the bytes of 16-bit weights on one GPU.
  private func parameters(_ model: ModelArchitecture) -> Double {
    MemoryModel.weightBytes(
      model: model, quantization: Quantization(gemm: .bf16, moe: .bf16, kvCache: .bf16),
      server: ServerConfiguration(parallelism: Parallelism(tp: 1), maxBatchSize: 1, maxNumTokens: 1)) / 2
  }

  private func activeParameters(_ model: ModelArchitecture) -> Double {
    var active = model
    active.moe?.experts = model.moe?.expertsPerToken ?? 0
    return parameters(active)
  }

  @Test(arguments: [("qwen3.5-397b", 397e9, 17e9), ("glm-5", 744e9, 40e9)])
  func parametersAreThePublishedOnes(name: String, total: Double, active: Double) throws {
    let model = try Catalogue.model(name)
    #expect(abs(parameters(model) / total - 1) < 0.005)
    #expect(abs(activeParameters(model) / active - 1) < 0.05)
  }

  @Test(arguments: [
    ("zhipuai/GLM-5", "zai-org/GLM-5"), ("zai-org/GLM-5", "zai-org/GLM-5"), ("glm-5", "zai-org/GLM-5"),
    ("zai-org/GLM-5-FP8", "zai-org/GLM-5"), ("nvidia/GLM-5-NVFP4", "zai-org/GLM-5"),
    ("Qwen/Qwen3.5-397B-A17B", "Qwen/Qwen3.5-397B-A17B"), ("qwen3.5-397b", "Qwen/Qwen3.5-397B-A17B"),
    ("Qwen/Qwen3.5-397B-A17B-FP8", "Qwen/Qwen3.5-397B-A17B"),
  ])
  func namesMeanTheModel(name: String, model: String) throws {
    #expect(try Catalogue.model(name).name == model)
  }

  @Test func everyFourthLayerHasFullAttention() throws {
    let net = try #require(hybrid.linearAttention)
    #expect(net.layers == 45 && hybrid.attentionLayers == 15 && hybrid.outputGate && hybrid.mtpLayers == 1)
    #expect(
      sparse.attentionLayers == 78 && sparse.indexer == SparseIndexer(heads: 32, headDim: 128, topK: 2048))
  }

  @Test func onlyFullAttentionCachesTokens() {
    let formats = Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8)
    let four = Parallelism(tp: 4)
    // Two KV heads over four GPUs: one on each, of 256 values, key and value, in 15 layers.
    #expect(
      MemoryModel.kvBytesPerToken(model: hybrid, quantization: formats, parallelism: four) == 2 * 256 * 15)
    // A compressed vector of 576 values and an index key of 128 with its scale.
    #expect(
      MemoryModel.kvBytesPerToken(model: sparse, quantization: formats, parallelism: four)
        == (576 + 132) * 78)
  }

  @Test func statesOfSequencesTakeMemory() {
    // 64 matrices of 128 x 128 in 32 bits, and three inputs of a convolution over 12,288 values in 16 bits.
    let layer = 64.0 * 128 * 128 * 4 + 3 * 12288 * 2
    let eight = Parallelism(tp: 8)
    #expect(MemoryModel.stateBytes(model: hybrid, parallelism: eight, drafts: 0) == layer * 45 / 8)
    #expect(MemoryModel.stateBytes(model: hybrid, parallelism: eight, drafts: 1) == layer * 45 / 4)
    #expect(MemoryModel.stateBytes(model: sparse, parallelism: eight, drafts: 0) == 0)
    let memory = MemoryModel(
      model: hybrid, system: system, quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
      server: ServerConfiguration(parallelism: eight, maxBatchSize: 64, maxNumTokens: 8192))
    // As much as some thousands of cached tokens.
    #expect(memory.stateTokens == Int((layer * 45 / 8 / (2 * 256 * 15)).rounded(.up)))
    #expect(memory.kvTokens > 100 * memory.stateTokens)
  }

  private func rejection(_ parallel: Parallelism, on system: GPUSystem) -> Rejection? {
    let server = ServerConfiguration(parallelism: parallel, maxBatchSize: 8, maxNumTokens: 8192, mtp: 1)
    return DeploymentRules(system: system, model: hybrid).firstRejection(
      of: Point(
        deployment: Deployment(
          system: system.name, model: hybrid.name, engine: .sglang,
          quantization: Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8),
          topology: .aggregated(ServerPool(servers: 1, configuration: server))),
        workload: Workload(isl: 64, osl: 64, concurrency: 1)))
  }

  @Test func headsOfLinearAttentionDivideByTP() throws {
    #expect(rejection(Parallelism(tp: 8), on: system) == nil)
    let found = try #require(rejection(Parallelism(tp: 32), on: try Catalogue.system("gb200")))
    #expect(
      found.rule == .attentionHeads && found.explanation.contains("16 key heads of linear attention"))
  }

  @Test func aRequestNeedsRoomForItsState() throws {
    let memory = MemoryModel(
      model: hybrid, system: system,
      quantization: Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8),
      server: ServerConfiguration(
        parallelism: Parallelism(tp: 8), maxBatchSize: 8, maxNumTokens: 8192, mtp: 1))
    let request = 128 * memory.kvBytesPerToken + memory.stateBytesPerSequence
    var tight = system
    tight.memoryBytes -= memory.kvBytes / 0.8
    tight.memoryBytes += 1.01 * request / 0.8
    #expect(rejection(Parallelism(tp: 8), on: tight) == nil)
    tight.memoryBytes -= 0.1 * request / 0.8
    let found = try #require(rejection(Parallelism(tp: 8), on: tight))
    #expect(found.rule == .kvMemory && found.explanation.contains("for the state of its linear attention"))
  }

  @Test func statesBeyondCountingAreCut() {
    var vast = hybrid
    vast.linearAttention?.keyHeadDim = ModelArchitecture.largestSize
    vast.linearAttention?.valueHeadDim = ModelArchitecture.largestSize
    vast.linearAttention?.valueHeads = ModelArchitecture.largestSize
    let memory = MemoryModel(
      model: vast, system: system, quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
      server: ServerConfiguration(parallelism: Parallelism(tp: 1), maxBatchSize: 1, maxNumTokens: 1))
    #expect(memory.stateTokens == 1_000_000_000_000)
  }
}
