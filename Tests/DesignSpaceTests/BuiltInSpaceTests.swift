import DesignSpace
import Foundation
import ServingModel
import Testing

@Suite struct BuiltInSpaceTests {
  @Test func theBinaryHoldsTheFilesOfTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../spaces").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    #expect(files == BuiltInSpaces.all.map(\.name))
    for space in BuiltInSpaces.all {
      let file = try String(
        contentsOf: folder.appendingPathComponent(space.name + ".yaml"), encoding: .utf8)
      #expect(file == space.yaml, "touch Sources/EmbeddedData/spaces.S: \(space.name) has changed")
    }
  }

  @Test(arguments: BuiltInSpaces.all.map(\.name)) func everySpaceIsSoundAndNamedAfterItsFile(name: String)
    throws
  {
    let loaded = try BuiltInSpaces.named(name).load()
    #expect(loaded.name == name && !loaded.description.isEmpty)
    #expect(loaded.count > 0)
  }

  /// The tables of the recipe, in its own words: TP, PP, EP of TensorRT-LLM with attention DP.
  @Test(
    arguments: [
      ("seed001-gb200", "gb200", 6, 4, 4096, 8, 256, 1, 2048, NumberFormat.nvfp4, 32),
      ("seed001-b200", "b200_sxm", 3, 8, 4096, 8, 256, 1, 2048, .nvfp4, 32),
      ("seed001-h100", "h100_sxm", 2, 8, 2048, 8, 128, 2, 1024, .fp8Block, 48),
    ])
  func theRecipesAreTheirTables(
    name: String, system: String, servers: Int, prefillTP: Int, chunk: Int, decodeTP: Int, batch: Int,
    stages: Int, concurrency: Int, format: NumberFormat, gpus: Int
  ) throws {
    let space = try BuiltInSpaces.named(name).load()
    #expect(space.count == 1)
    let point = try #require(space.points.first)
    let prefill = ServerConfiguration(
      parallelism: Parallelism(tp: 1, dp: prefillTP, pp: stages, ep: prefillTP), maxBatchSize: 1,
      maxNumTokens: chunk, kvMemoryFraction: 0.75)
    let decode = ServerConfiguration(
      parallelism: Parallelism(tp: 1, dp: decodeTP, pp: stages, ep: decodeTP), maxBatchSize: batch,
      maxNumTokens: batch, kvMemoryFraction: 0.8)
    #expect(
      point.deployment.topology
        == .disaggregated(
          prefill: ServerPool(servers: servers, configuration: prefill),
          decode: ServerPool(servers: 1, configuration: decode)))
    #expect(point.deployment.system == system && point.deployment.engine == .trtllm)
    #expect(point.deployment.quantization.moe == format && point.deployment.quantization.kvCache == .fp8)
    #expect(point.deployment.gpus == gpus)
    #expect(point.workload == Workload(isl: 8150, osl: 1024, concurrency: concurrency))
  }

  @Test func theDynamoGridHasItsRows() throws {
    let space = try BuiltInSpaces.named("dynamo-gb200-grid").load()
    let points = space.points
    #expect(UInt64(points.count) == space.count && points.count == 123)
    #expect(Set(points.map(\.deployment)).count == 51)
    // mtp0, 4 GPUs, first row: 1 prefill server, 4 TEP4 decode servers of concurrency 1 to 24.
    #expect(points.prefix(6).map(\.workload.concurrency) == [4, 8, 16, 32, 64, 96])
    #expect(points[0].deployment.label(isMoE: true) == "1×DEP4+4×TEP4" && points[0].deployment.gpus == 20)
    // The widest: 12 prefill servers, DEP16 with 288 expert slots.
    let widest = try #require(points.first { $0.deployment.label(isMoE: true) == "12×DEP4+1×DEP16" })
    #expect(widest.deployment.gpus == 64)
    #expect(widest.deployment.topology.decodePool.configuration.eplbSlots == 288)
  }

  @Test func theDefaultSpaceIsLargeEnoughAndNotTooLarge() throws {
    let space = try BuiltInSpaces.defaultSpace(for: Catalogue.model("deepseek-r1"))
    #expect(space.name == "deepseek-r1")
    let points = space.points
    #expect((20_500...27_000).contains(points.count))
    for system in ["gb200", "b200_sxm", "h100_sxm"] {
      let own = points.filter { $0.deployment.system == system }
      #expect(own.count > 3000)
      #expect(Set(own.map(\.deployment.topology.name)) == ["agg", "disagg"])
      // Both ends of the frontier: one user alone, and thousands.
      #expect(own.map(\.workload.concurrency).min() == 1)
      #expect((own.map(\.workload.concurrency).max() ?? 0) >= 2048)
      #expect(Set(own.map(\.deployment.mtp)) == [0, 1, 2, 3])
    }
    #expect(Set(points).count == points.count)
  }

  /// The recipe's own points are among those of the space around it, under the same keys.
  @Test(arguments: ["seed001-gb200", "seed001-b200", "seed001-h100"])
  func theDefaultSpaceHoldsTheRecipe(name: String) throws {
    let recipe = try #require(try BuiltInSpaces.named(name).load().points.first)
    let space = try BuiltInSpaces.named("deepseek-r1").load()
      .overriding(systems: [recipe.deployment.system])
    #expect(space.points.contains { $0.stableKey == recipe.stableKey })
  }

  /// A deployment that is matched to its load is found by computing it, not by trying all.
  @Test func mostPlacesOfTheDefaultSpaceArePoints() throws {
    let space = try BuiltInSpaces.named("deepseek-r1").load()
    var rejected = 0
    for ordinal in 0..<space.count {
      if case .rejected(let rejection) = space.candidate(at: ordinal), rejection.rule != .duplicate {
        rejected += 1
      }
    }
    #expect(rejected < space.points.count)
  }

  @Test(arguments: Catalogue.models.map(\.name)) func everyModelHasAGeneralSpace(name: String) throws {
    let model = try Catalogue.model(name)
    let space = try BuiltInSpaces.general(for: model)
    #expect(space.models == [model])
    let narrow = try space.overriding(systems: ["b200"], engines: ["vllm"])
    // Every seventh place: 7 divides no axis, so the sample is fair.
    let valid = stride(from: 0, to: narrow.count, by: 7).count { ordinal in
      if case .point = narrow.candidate(at: ordinal) { true } else { false }
    }
    #expect((1000...12_500).contains(valid * 7), "\(name): about \(valid * 7)")
  }

  @Test func unknownSpacesGetASuggestion() {
    #expect(throws: UnknownSpace(name: "deepsek-r1", nearest: "deepseek-r1")) {
      try BuiltInSpaces.named("deepsek-r1")
    }
  }
}
