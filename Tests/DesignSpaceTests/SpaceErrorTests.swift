import DesignSpace
import Testing

/// Every mistake is named with its place and its remedy.
@Suite struct SpaceErrorTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    var yaml: String
    var place: String
    var what: String
    var remedy: String
    var testDescription: String { what }

    init(
      server: String = "tp: 8", block: String = "concurrency: 16", _ place: String, _ what: String,
      _ remedy: String
    ) {
      yaml = SpaceText.aggregated(server: server, block: block)
      self.place = place
      self.what = what
      self.remedy = remedy
    }
  }

  private static let cases: [Case] = [
    Case(server: "max_num_token: 8", "13:7", "unknown key `max_num_token`", "did you mean `max_num_tokens`?"),
    Case(server: "tensor_parallel_size: 8", "13:7", "unknown key `tensor_parallel_size`", "it is `tp` here"),
    Case(server: "concurrency: 8", "13:7", "`concurrency` belongs to the block", "move it one level up"),
    Case(block: "concurrency: 16\ntp: 4", "12:5", "`tp` belongs to a server", "move it under `server:`"),
    Case(server: "tp: eight", "13:11", "`server.tp` is `eight`", "expected a whole number from 1 to 4096"),
    Case(server: "tp: 2.5", "13:11", "`server.tp` is 2.5", "expected a whole number"),
    Case(server: "tp: -1", "13:11", "`server.tp` is -1", "expected a whole number"),
    Case(server: "tp: [1, nan]", "13:15", "`server.tp` is `nan`", "expected a whole number"),
    Case(server: "tp: 99999999999999999999", "13:11", "`server.tp` is", "expected a whole number"),
    Case(server: "tp:", "13:10", "`server.tp` is nothing", "expected a whole number"),
    Case(server: "tp: []", "13:11", "`server.tp` is an empty list", "list at least one value"),
    Case(server: "tp: [[1]]", "13:12", "`server.tp` is a list", "expected a whole number"),
    Case(
      server: "kv_fraction: 1.5", "13:20", "`server.kv_fraction` is 1.5", "expected a number from 0.0 to 1.0"),
    Case(server: "chunked_prefill: 3", "13:24", "`server.chunked_prefill` is `3`", "expected true or false"),
    Case(server: "tp: {from: 8, to: 1, factor: 2}", "13:11", "goes from 8 down to 1", "swap `from` and `to`"),
    Case(server: "tp: {from: 1, to: 8, step: 0}", "13:34", "`step` of `server.tp` is 0", "step above 0"),
    Case(server: "tp: {from: 1, to: 8, factor: 1}", "13:36", "`factor` is 1", "factor above 1"),
    Case(server: "tp: {from: 1, to: 8}", "13:11", "no `step` and no `factor`", "add one of them"),
    Case(server: "tp: {from: 1, to: 8, stop: 1}", "13:28", "unknown key of a range `stop`", "`step`"),
    Case(server: "parallel: TEP", "13:17", "bad parallel label `TEP`", "TEP8"),
    Case(server: "parallel: TP8EP3", "13:17", "bad parallel label `TP8EP3`", "TEP8"),
    Case(server: "parallel: TP8\ntp: 4", "14:11", "`server.parallel` fixes `tp`", "keep one of them"),
    Case(server: "attention_dp: true", "13:21", "has no `world_size`", "add `world_size:`"),
    Case(
      block: "quantization: fp9\nconcurrency: 1", "11:19", "unknown quantization `fp9`", "did you mean `fp8`?"
    ),
    Case(block: "concurency: 4", "11:5", "unknown key `concurency`", "did you mean `concurrency`?"),
    Case(block: "range_ratio: 1", "5:5", "block `only` has no `concurrency`", "add `concurrency:`"),
    Case(server: "tp: =world_sise", "13:12", "unknown name `world_sise`", "did you mean `world_size`?"),
    Case(server: "tp: =min(8, isl", "13:22", "expected `)`, found the end", "add `)`"),
    Case(server: "tp: =8 +", "13:15", "expected a value, found the end", "write a number"),
    Case(server: "tp: =8 ** 2", "13:15", "expected a value, found `*`", "write a number"),
    Case(server: "tp: =maxi(8, 4)", "13:12", "unknown function `maxi`", "did you mean `max`?"),
    Case(server: "tp: =isl > 4", "13:11", "`server.tp` is true or false", "expected a number"),
    Case(server: "tp: =if(isl, 4, 8)", "13:12", "`if` takes true or false", "write a comparison"),
    Case(server: "tp: =if(system == 4, 4, 8)", "13:22", "compares a GPU system with a number", "one kind"),
    Case(
      server: "tp: =pp\npp: =ep\nep: =tp", "13:11", "cycle: server.ep → server.tp → server.pp → server.ep",
      "give one of them a number"),
    Case(
      server: "tp: {values: [1, 2], when: ep > 1}", "13:34", "`when` of `server.tp` has no `else`",
      "add `else:`"),
    Case(server: "cases: []", "13:14", "`cases` is an empty list", "list of mappings"),
    Case(server: "cases:\n  - {tp: 4, ep: 1}\n  - {tp: 8}", "15:11", "differ in `server.ep`", "same keys"),
    Case(server: "zip: {tp: [1, 2], max_batch_size: [1, 2, 3]}", "13:12", "differ in length", "same length"),
    Case(server: "tp: 4\ncases:\n  - {tp: 4}", "15:9", "`server.tp` is set twice", "keep one"),
    Case(
      block: "concurrency: 4\nconstraints: [isl]", "12:19", "the rule is a number", "expected true or false"),
    Case(
      block: "concurrency: 4\nprefill: {tp: 4}", "12:19", "`prefill.tp` does not exist in an aggregated",
      "`server:`"),
  ]

  @Test(arguments: cases) private func aMistakeIsNamed(_ expected: Case) throws {
    let errors = SpaceText.errors(expected.yaml)
    let error = try #require(errors.first)
    #expect("\(error.line):\(error.column)" == expected.place, "\(error)")
    #expect(error.what.contains(expected.what), "\(error)")
    #expect(error.remedy.contains(expected.remedy), "\(error)")
    #expect(errors.count == 1, "\(errors)")
  }

  @Test func allMistakesAreReportedAtOnce() {
    let yaml = SpaceText.aggregated(
      server: "tp: eight\nmax_batch: 3\nkv_fraction: 7", block: "concurrency: {from: 4, to: 1, step: 1}")
    #expect(SpaceText.errors(yaml).map(\.line) == [11, 13, 14, 15])
  }

  /// Mistakes of the reader and of the compiler, in one block and in two, without any that only follow.
  @Test func mistakesOfEveryKindComeTogether() {
    let yaml = """
      name: x
      description: y
      model: deepseek-r1
      defaults: {isl: 8150, osl: 1024}
      blocks:
        - topology: disagg
          system: gb200
          engine: trtlm
          prefill: {parallel: DEP4, servrs: 2}
          decode:
            parallel: DEP8
            max_batch_size: =concurency / dp
            max_num_tokens: =max_batch_size * (mpt + 1)
          concurrency: {from: 8, to: 4, factor: 2}
        - system: gb200
          engine: trtllm
          server: {tp: =4 +}
      """
    let errors = SpaceText.errors(yaml)
    #expect(errors.map(\.line) == [8, 9, 12, 13, 14, 17], "\(errors)")
  }

  @Test func namesOfTheCatalogueGetSuggestions() {
    let yaml = SpaceText.aggregated()
    let cases = [
      ("h100_sxm", "h100_smx", "did you mean `h100_sxm`?"), ("vllm", "vlm", "did you mean `vllm`?"),
      ("llama-3.1-70b", "llama-3.1-71b", "did you mean `meta-llama/Llama-3.1-70B`?"),
    ]
    for (right, wrong, remedy) in cases {
      let errors = SpaceText.errors(yaml.replacing(right, with: wrong))
      #expect(errors.first?.remedy.contains(remedy) == true, "\(errors)")
      #expect(errors.first?.what.contains(wrong) == true)
    }
  }

  @Test func brokenFilesAreNamed() {
    let cases = [
      ("", "empty"), ("- 1", "a list"), ("name: x", "no `blocks`"), ("a: [1", "YAML syntax"),
      ("a: b: c", "YAML syntax"), ("name: 1\nname: 2", "duplicate key `name`"),
      ("x: *nothing", "YAML syntax"),
      ("name: x\ndescription: y\nblocks: []", "`blocks` is an empty list"),
      ("name: x\ndescription: y\nblocks: [3]", "block 1 is `3`"),
    ]
    for (yaml, what) in cases {
      let errors = SpaceText.errors(yaml)
      #expect(errors.contains { $0.what.contains(what) }, "\(yaml): \(errors)")
    }
  }

  @Test func aDuplicateKeyIsFoundWhereItStands() {
    let errors = SpaceText.errors(SpaceText.aggregated(server: "tp: 4\npp: 1\ntp: 8"))
    #expect(errors.map(\.line) == [15])
    #expect(errors.first?.what == "duplicate key `tp`")
  }
}
