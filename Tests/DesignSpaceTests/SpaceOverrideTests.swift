import DesignSpace
import ServingModel
import Testing

@Suite struct SpaceOverrideTests {
  private let grid: Space

  init() throws { grid = try BuiltInSpaces.named("dynamo-gb200-grid").load() }

  @Test func theQuestionReplacesTheWorkload() throws {
    let space = try grid.overriding(isl: [1024], osl: [256, 512], concurrency: [64])
    let points = space.points
    // 51 rows lose their own concurrencies; the two lengths multiply them.
    #expect(space.count == 102)
    #expect(Set(points.map(\.workload.isl)) == [1024] && Set(points.map(\.workload.osl)) == [256, 512])
    #expect(Set(points.map(\.workload.concurrency)) == [64])
    #expect(space.contentHash != grid.contentHash)
  }

  @Test func aShareOfTheConcurrencyFollowsTheConcurrency() throws {
    let space = try BuiltInSpaces.named("deepseek-r1").load().overriding(concurrency: [1, 96])
    let points = space.points
    #expect(Set(points.map(\.workload.concurrency)) == [1, 96])
    for point in points {
      let pool = point.deployment.topology.decodePool
      let share =
        Double(point.workload.concurrency) / Double(pool.servers * pool.configuration.parallelism.dp)
      #expect(Double(pool.configuration.maxBatchSize) >= share.rounded(.up))
    }
  }

  @Test func systemsAndEnginesFilter() throws {
    let space = try BuiltInSpaces.named("deepseek-r1").load()
    let b200 = try space.overriding(systems: ["b200"])
    #expect(Set(b200.points.map(\.deployment.system)) == ["b200_sxm"])
    #expect(b200.points == space.points.filter { $0.deployment.system == "b200_sxm" })
    let error = #expect(throws: OverrideError.self) { try space.overriding(engines: ["sglang"]) }
    #expect(error?.description == "space `deepseek-r1` has no engine `sglang`: it has trtllm")
    #expect(throws: CatalogueError.self) { try space.overriding(systems: ["h10"]) }
  }

  @Test func anOpenSpaceTakesAnySystem() throws {
    let model = try Catalogue.model("llama-3.1-8b")
    let space = try BuiltInSpaces.general(for: model).overriding(systems: ["a100_sxm"], engines: ["vllm"])
    #expect(Set(space.points.map(\.deployment.system)) == ["a100_sxm"])
  }

  @Test func modelAndFormatsAreReplaced() throws {
    let kimi = try Catalogue.model("kimi-k2.5")
    let space = try grid.overriding(model: kimi, quantization: ["int4", "int4/kv bf16"])
    #expect(space.models == [kimi])
    #expect(space.count == 246)
    #expect(Set(space.points.map(\.deployment.quantization.label)) == ["int4+bf16", "int4+bf16/kv bf16"])
  }

  @Test func impossibleValuesAreRefused() {
    #expect(throws: OverrideError.self) { try grid.overriding(isl: [0]) }
    #expect(throws: OverrideError.self) { try grid.overriding(osl: []) }
    #expect(throws: OverrideError.self) { try grid.overriding(rangeRatio: .nan) }
    #expect(throws: OverrideError.self) { try grid.overriding(quantization: ["fp3"]) }
    #expect(throws: OverrideError.self) { try grid.overriding(systems: []) }
  }

  @Test func theHashSeesMeaningOnly() throws {
    let one = SpaceText.aggregated(server: "tp: 8\nmax_batch_size: =tp * 2", block: "concurrency: [1, 2]")
    let same = SpaceText.aggregated(
      server: "# a comment\nmax_batch_size: '=tp*2'\n\ntp: 8.0", block: "concurrency:\n  - 1\n  - 2   # two")
    let other = SpaceText.aggregated(server: "tp: 8\nmax_batch_size: =tp * 3", block: "concurrency: [1, 2]")
    #expect(try SpaceText.load(one).contentHash == SpaceText.load(same).contentHash)
    #expect(try SpaceText.load(one).contentHash != SpaceText.load(other).contentHash)
    #expect(try grid.overriding().contentHash == grid.contentHash)
  }
}
