import Foundation
import Testing

@Suite struct PickTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  private func pick(_ more: String...) throws -> ExploreProgram.Outcome {
    try place.begin(["pick"] + SampleSpace.question + ["--store", "a.sqlite"] + more).wait()
  }

  private func object(_ outcome: ExploreProgram.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func theBestPointKeepsEveryLimit() throws {
    let free = try object(try pick("--json"))
    let best = try #require(free["best"] as? [String: Any])
    let rate = try #require(best["tps_user"] as? Double)
    let bound = (rate * 1.05).rounded()
    let outcome = try pick("--min-tps-user", "\(bound)", "--max-gpus", "2", "--json")
    #expect(outcome.exitCode == 0)
    let limited = try object(outcome)
    let other = try #require(limited["best"] as? [String: Any])
    #expect(try #require(other["tps_user"] as? Double) >= bound)
    #expect(try #require(other["gpus"] as? Int) <= 2)
    #expect(other["point"] as? String != best["point"] as? String)
    #expect(try #require(other["tps_gpu"] as? Double) <= #require(best["tps_gpu"] as? Double))
    #expect(!(other["launch"] as? [String] ?? []).isEmpty)
  }

  @Test func runnersUpAreOtherDeployments() throws {
    let answer = try object(try pick("--json"))
    let best = try #require(answer["best"] as? [String: Any])
    let runners = try #require(answer["runners_up"] as? [[String: Any]])
    #expect(runners.count == 2)
    let points = [best] + runners.compactMap { $0["point"] as? [String: Any] }
    #expect(Set(points.compactMap { $0["point"] as? String }).count == 3)
    #expect(runners.allSatisfy { !($0["reasons"] as? [String] ?? []).isEmpty })
  }

  @Test func theTextSaysWhyAndHowToLaunch() throws {
    let outcome = try pick("--max-ttft-p99", "100000")
    #expect(outcome.exitCode == 0)
    for words in ["Best: ", "Runner-up 1: ", "Runner-up 2: ", "To launch the best:", "trtllm-serve"] {
      #expect(outcome.output.contains(words), "\(outcome)")
    }
  }

  @Test func limitsThatNothingKeepsFailAndSayWhatEachCosts() throws {
    let outcome = try pick("--min-tps-user", "100000", "--max-gpus", "4")
    #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix("error: none of 24 points keeps all limits"), "\(outcome)")
    #expect(outcome.errors.contains("0 points keep `at least 100,000 tok/s/user` by itself"), "\(outcome)")
  }
}
