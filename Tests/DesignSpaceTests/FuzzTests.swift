import DesignSpace
import ServingModel
import Testing

/// No text may crash the reader: it gives a space or errors with places.
@Suite struct FuzzTests {
  /// Reads a text and, where it is a space, visits some of its places.
  private func survive(_ yaml: String) {
    do {
      let space = try SpaceText.load(yaml)
      #expect(space.count > 0)
      for step in 0..<8 { _ = space.candidate(at: (space.count - 1) / 7 * UInt64(step)) }
      _ = space.candidate(unit: Array(repeating: 0.7, count: space.dimensions))
      _ = space.contentHash
    } catch {
      #expect(!error.errors.isEmpty)
      #expect(
        error.errors.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.what.isEmpty && !$0.remedy.isEmpty })
    }
  }

  private static let scraps = [
    "=", "[", "]", "{", "}", ": ", "- ", "&a ", "*a", "!!int ", "? ", "|", ">", "'", "\"", "#", "\t", "\u{0}",
    "\u{FEFF}", "é", "🙂", "null", "~", "1e308", "-1e308", "9223372036854775808", "nan", ".inf", "-0", "0",
    "true",
    "from", "to", "step", "when", "else", "values", "cases", "zip", "let", "knobs", "tp", "=tp", "=1/0",
    "=0/0",
    "=log2(-1)", "=pow(10, 400)", "=-1", "=concurrency", "=decode.tp", "=if(true, 1, 2)", "any", "<<: *a",
    "\n",
    "\n  ", "---\n", "...\n", "%YAML 1.2\n", "model", "[]", "{}",
  ]

  @Test func randomlyBrokenSpacesAreSurvived() {
    var random = SeededNumbers(seed: 2024)
    let sources = BuiltInSpaces.all.map { Array($0.yaml) }.filter { $0.count < 6000 }
    for _ in 0..<1500 {
      var text = sources[random.below(sources.count)]
      for _ in 0...random.below(4) where !text.isEmpty {
        let place = random.below(text.count)
        switch random.below(5) {
        case 0: text.remove(at: place)
        case 1: text.insert(contentsOf: Self.scraps[random.below(Self.scraps.count)], at: place)
        case 2:
          let end = min(text.count, place + random.below(30))
          text.replaceSubrange(place..<end, with: Self.scraps[random.below(Self.scraps.count)])
        case 3: text.swapAt(place, random.below(text.count))
        default:
          // A value becomes another: the lines keep their shape, so the reader gets further.
          guard let colon = text[place...].firstIndex(of: ":"),
            let end = text[colon...].firstIndex(of: "\n")
          else { continue }
          text.replaceSubrange((colon + 1)..<end, with: " " + Self.scraps[random.below(Self.scraps.count)])
        }
      }
      survive(String(text))
    }
  }

  @Test func deepNestingIsSurvived() {
    for unit in ["[", "{a: ", "- ", "? ", "[{", "a:\n "] {
      for count in [50, 900, 100_000] { survive(String(repeating: unit, count: count)) }
    }
    survive("blocks: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900))
    survive((0..<900).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"))
  }

  @Test func aliasBombsAreSurvived() {
    var bomb = "a0: &a0 [1,1,1,1,1,1,1,1,1]\n"
    for level in 1...30 {
      bomb +=
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
        + "]\n"
    }
    #expect(SpaceText.errors(bomb).contains { $0.what.contains("aliases") })
    // Below the limit on aliases: 2^20 values, which are counted and not unrolled twice.
    var small = "name: x\ndescription: y\nmodel: deepseek-r1\nblocks:\n  - server: {tp: &b0 [1, 2]}\n"
    for level in 1...11 { small += "x\(level): &b\(level) [*b\(level - 1), *b\(level - 1)]\n" }
    small += "defaults: {isl: *b11}\n"
    survive(small)
  }

  @Test func valuesThatComputeToNonsenseAreRejected() throws {
    for text in ["=1/0", "=0/0", "=-4", "=log2(0)", "=pow(10, 300)", "=2.5", "=pow(2, 40)", "=0"] {
      for key in [
        "tp", "dp", "pp", "ep", "moe_tp", "servers", "max_batch_size", "max_num_tokens", "kv_fraction",
      ] {
        if key == "kv_fraction", text == "=0" { continue }
        let space = try SpaceText.load(SpaceText.aggregated(server: "\(key): \(text)"))
        #expect(space.rejections.map(\.rule) == [.limits], "\(key): \(text)")
      }
    }
  }
}
