import Foundation
import Testing

@Suite struct SpaceFileTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private static func space(
    server: String = "{tp: 1}", concurrency: String = "1", model: String = "llama-3.1-8b",
    system: String = "h100_sxm", engine: String = "vllm"
  ) -> String {
    """
    name: mine
    model: \(model)
    blocks:
      - topology: agg
        system: \(system)
        engine: \(engine)
        isl: 64
        osl: 8
        server: \(server)
        concurrency: \(concurrency)

    """
  }

  /// A broken file, where the mistake is, and what the message says.
  static let broken: [(String, String, String)] = [
    (space(server: "{tpp: 1}"), "9:14", "unknown key `tpp`; did you mean `tp`?"),
    (space(server: "{tp: many}"), "9:18", "expected a whole number from 1 to 4096"),
    (space(server: "{tp: 1.5}"), "9:18", "expected a whole number"),
    (space(server: "{tp: [1, -2]}"), "9:22", "expected a whole number"),
    (space(concurrency: "{from: 9, to: 3}"), "10:18", "swap `from` and `to`"),
    (space(concurrency: "{from: 1, to: 9, step: 0}"), "10:41", "write a step above 0"),
    (space(server: "{tp: []}"), "9:18", "is an empty list"),
    (space(model: "llama-3.1-8c"), "2:8", "did you mean `meta-llama/Llama-3.1-8B`?"),
    (space(system: "h10"), "5:13", "did you mean `h100_sxm`?"),
    (space(engine: "vlm"), "6:13", "did you mean `vllm`?"),
    (space(server: "{tp: =conccurrency}"), "9:19", "did you mean `concurrency`?"),
    (space(server: "{tp: \"=1 +\"}"), "9:", "expression"),
    ("name: [x\nmodel: y\n", "2:6", "YAML syntax"), ("", "1:1", "the file is empty"),
    ("42\n", "1:1", "the file is `42`"),
    ("- a\n- b\n", "1:1", "the file is a list"), ("name: x\nblocks: []\n", "2:9", "empty list"),
    ("name: x\nblocks:\n  - 3\n", "3:5", "block"),
  ]

  @Test(arguments: broken) func everyMistakeHasItsPlaceAndItsMend(text: String, at: String, says: String)
    throws
  {
    try place.write(text, to: "mine.yaml")
    try place.expectRefusal(["space", "check", "mine.yaml"], saying: "mine.yaml:\(at)", says)
    try place.expectRefusal(["sweep", "mine.yaml", "--store", "a.sqlite"], saying: "mine.yaml:\(at)", says)
    #expect(!place.exists("a.sqlite"), "no store is made")
  }

  @Test func allMistakesOfAFileAreToldAtOnce() throws {
    try place.write(Self.space(server: "{tpp: 1}", concurrency: "0", system: "h10"), to: "mine.yaml")
    #expect(try place.explore("space", "check", "mine.yaml").errorLines.count == 3)
  }

  @Test func filesThatAreNoTextAreSaid() throws {
    try place.write(Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 128) }), to: "binary.yaml")
    try place.write("a\u{0}b: 1\n", to: "control.yaml")
    try place.write("", to: "folder.yaml/file")
    for command in [["space", "check"], ["space", "count"], ["space", "show"], ["sweep"]] {
      try place.expectRefusal(command + ["binary.yaml"], saying: "binary.yaml", "not UTF-8 text")
      try place.expectRefusal(command + ["control.yaml"], saying: "control.yaml:1:1", "control characters")
      try place.expectRefusal(command + ["folder.yaml"], saying: "folder.yaml is a folder")
      try place.expectRefusal(command + ["missing.yaml"], saying: "missing.yaml: there is no such space file")
    }
    #expect(!place.exists("results"))
  }

  @Test func hostileFilesEndQuickly() throws {
    try place.write("a: " + String(repeating: "[", count: 20_000), to: "deep.yaml")
    let levels = (1..<10).map {
      "k\($0): &k\($0) [" + Array(repeating: "*k\($0 - 1)", count: 9).joined(separator: ",") + "]"
    }
    try place.write((["k0: &k0 [1]"] + levels).joined(separator: "\n"), to: "bomb.yaml")
    let nested = "\"=" + String(repeating: "(", count: 900) + "1" + String(repeating: ")", count: 900) + "\""
    try place.write(Self.space(server: "{tp: \(nested)}"), to: "nested.yaml")
    try place.expectRefusal(["space", "check", "deep.yaml"], saying: "deep.yaml:1")
    try place.expectRefusal(["space", "check", "bomb.yaml"], saying: "aliases")
    let outcome = try place.explore("space", "check", "nested.yaml")
    #expect(!outcome.wasSignalled && [0, 2].contains(outcome.exitCode))
  }

  @Test func aSpaceWithoutAPointIsAMistake() throws {
    try place.write(Self.space(server: "{tp: 3}"), to: "mine.yaml")
    let outcome = try place.explore("space", "check", "mine.yaml")
    #expect(outcome.exitCode == 2 && outcome.output.contains("such as: 32 attention heads"))
    #expect(outcome.errors.contains("no point that can exist"))
  }

  @Test func theBuiltInSpacesAreListedShownCountedAndChecked() throws {
    let list = try place.explore("space", "list", "--json")
    let spaces = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
    let names = try #require(spaces).compactMap { $0["name"] as? String }
    #expect(names.contains("deepseek-r1") && names.contains("general-dense") && names.count >= 11)
    #expect(try place.explore("space", "list").output.split(separator: "\n").count == names.count)
    #expect(try place.explore("space", "show", "deepseek-r1").output.contains("name: deepseek-r1"))
    #expect(try place.explore("space", "show", "deepseek-r1", "--axes").output.contains("decode.parallel"))
    let count = try place.explore("space", "count", "dynamo-gb200-grid", "--json")
    let numbers = try JSONSerialization.jsonObject(with: Data(count.output.utf8)) as? [String: Any]
    #expect(numbers?["valid"] as? Int == 123)
    #expect(try place.explore("space", "check", "seed001-gb200").exitCode == 0)
  }

  @Test func aSpaceOfBillionsIsSampledEvenly() throws {
    let server =
      "{tp: [1, 2], max_batch_size: {from: 1, to: 4096, step: 1}, max_num_tokens: {from: 4096, to: 69631, step: 1}}"
    try place.write(
      Self.space(server: server, concurrency: "{from: 1, to: 1024, step: 1}")
        + "    constraints: [concurrency % 2 == 0]\n",
      to: "huge.yaml")
    let count = try place.explore("space", "count", "huge.yaml", "--json")
    let numbers = try #require(
      try JSONSerialization.jsonObject(with: Data(count.output.utf8)) as? [String: Any])
    #expect(numbers["places"] as? Int == 2 * 4096 * 65536 * 1024)
    let valid = try #require(numbers["valid"] as? Double) / #require(numbers["looked_at"] as? Double)
    #expect(abs(valid - 0.5) < 0.02, "\(valid)")
    let sweep = try place.explore(line: "sweep huge.yaml --search sobol --budget 40 --store a.sqlite")
    #expect(sweep.exitCode == 0, "\(sweep)")
  }
}
