import SeededNumbers
import DesignSpace
import ServingModel
import Testing

/// A walk over many places against a look at each of them.
@Suite struct SpaceWalkTests {
  /// What the places hold, one at a time.
  private func slowly(_ space: Space, _ ordinals: some Sequence<UInt64>) -> CandidateTally {
    var tally = CandidateTally()
    for ordinal in ordinals {
      switch space.candidate(at: ordinal) {
      case .point(let point): tally.points.append(point)
      case .rejected(let rejection) where rejection.rule == .duplicate: tally.absent += 1
      case .rejected(let rejection): tally.rejected[rejection.rule, default: 0] += 1
      }
    }
    return tally
  }

  @Test func randomSpaces() throws {
    var random = SplitMix(state: 11)
    var verdicts: Set<Rejection.Rule> = []
    for _ in 0..<300 {
      let space = try SpaceText.load(RandomSpace.yaml(&random))
      let whole = slowly(space, 0..<space.count)
      verdicts.formUnion(whole.rejected.keys)
      #expect(space.candidates(in: 0..<space.count) == whole)
      let start = UInt64.random(in: 0..<space.count, using: &random)
      let end = UInt64.random(in: start...space.count, using: &random)
      #expect(space.candidates(in: start..<end) == slowly(space, start..<end))
      let share = Double.random(in: 0.01...0.9, using: &random)
      let some = (0..<space.count).filter { _ in Double.random(in: 0..<1, using: &random) < share }
      #expect(space.candidates(at: some) == slowly(space, some))
    }
    #expect(verdicts.isSuperset(of: [.limits, .constraint, .weightMemory, .tokenBudget]))
  }

  @Test(arguments: BuiltInSpaces.all.map(\.name)) func builtInSpaces(name: String) throws {
    let space = try BuiltInSpaces.named(name).load()
    let step = max(1, space.count / 8)
    for start in stride(from: 0, to: space.count, by: Int(step)) {
      let end = min(space.count, start + 3_000)
      #expect(space.candidates(in: start..<end) == slowly(space, start..<end))
    }
    let spread = stride(from: 0, to: space.count, by: Int(max(1, space.count / 2_000)))
    #expect(space.candidates(at: Array(spread)) == slowly(space, spread))
  }
}

/// Spaces with all that can reject a place: numbers out of their range, constraints, axes that do not exist
/// everywhere and rules of deployments, each on digits of any depth.
enum RandomSpace {
  static func yaml(_ random: inout SplitMix) -> String {
    let blocks = (0..<Int.random(in: 1...2, using: &random)).map { block($0, &random) }
    return """
      name: random
      description: for a test
      model: [llama-3.1-70b, deepseek-r1]
      blocks:
      \(blocks.joined(separator: "\n"))
      """
  }

  private static func block(_ number: Int, _ random: inout SplitMix) -> String {
    func one(_ choices: String...) -> String { choices.randomElement(using: &random) ?? "" }
    let constraints = [
      "concurrency >= server.servers", "server.gpus <= 32", "system == \"gb200\" or server.tp < 8",
      "server.max_batch_size <= 512", "isl > 1000 or concurrency < 9",
      "server.mtp == 0 or server.servers < 3",
    ].shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
    return """
        - name: b\(number)
          topology: agg
          system: \(one("h100_sxm", "[h100_sxm, gb200]", "[l40s, gb200]"))
          engine: \(one("trtllm", "[vllm, trtllm]"))
          quantization: \(one("auto", "[fp8, nvfp4]", "bf16"))
          isl: \(one("1024", "[512, 8000]", "[1024, 200000]"))
          osl: \(one("128", "[64, 512]"))
          concurrency: \(one("[1, 8, 64]", "{from: 1, to: 64, factor: 4}", "\"=4 * server.servers - x\""))
          let:
            x: \(one("1", "[1, 5]", "[0, 2, 12]"))
          server:
            tp: \(one("8", "[1, 4, 8]", "[2, 3, 8]"))
            servers: \(one("1", "[1, 2, 4]", "\"=x - 1\""))
            max_batch_size: \(one("64", "[16, 1024]", "\"=concurrency * 2\"", "\"=concurrency / 2\""))
            max_num_tokens: \(one("8192", "[512, 8192]"))
            kv_fraction: \(one("0.8", "[0.1, 0.9]", "\"=0.3 * x\""))
            mtp:
              values: [0, 1, 3]
              when: \(one("is_moe", "mtp_layers > 0 and tp > 1", "concurrency > 4", "x > 1"))
              else: 0
          constraints: [\(constraints.map { "'\($0)'" }.joined(separator: ", "))]
      """
  }
}
