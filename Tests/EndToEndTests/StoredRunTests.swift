import Foundation
import Testing

@Suite struct StoredRunTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  @Test func aSampledSweepHasAFrontierOfItsOwn() throws {
    try place.explore(line: "sweep small.yaml --search sobol --budget 9 --seed 3 --store a.sqlite")
    let line = "frontier --isl 128 --osl 16 --run 1 --store a.sqlite --csv run.csv"
    let outcome = try place.explore(line: line)
    #expect(outcome.exitCode == 0, "\(outcome)")
    let points = try place.text("run.csv").split(separator: "\r\n").count - 1
    #expect(points > 0 && points == StoreRows.count(place.path("a.sqlite")))
    // Nothing was swept for the answer.
    #expect(try place.explore(line: "runs list --store a.sqlite").output.split(separator: "\n").count == 2)
  }

  @Test func aSpaceFileBringsItsOwnModel() throws {
    let own = SampleSpace.small.replacingOccurrences(of: "model: ", with: "model: Qwen/Qwen3-32B # ")
    try place.write(own, to: "own.yaml")
    let outcome = try place.explore(
      line: "frontier --isl 128 --osl 16 --space own.yaml --store a.sqlite --json")
    #expect(outcome.exitCode == 0 && outcome.output.contains("Qwen/Qwen3-32B"), "\(outcome)")
  }

  @Test func aRemovedRunIsGone() throws {
    try place.explore(line: "sweep small.yaml --store a.sqlite")
    #expect(try place.explore(line: "runs rm 1 --store a.sqlite").exitCode == 0)
    try place.expectRefusal(["runs", "show", "1", "--store", "a.sqlite"], code: 1, saying: "no run 1")
    try place.expectRefusal(["runs", "rm", "1", "--store", "a.sqlite"], code: 1, saying: "no run 1")
    try place.expectRefusal(["runs", "rm", "1", "--store", "none.sqlite"], code: 1)
    #expect(!place.exists("none.sqlite"))
  }

  @Test func aRunThatDoesNotAnswerTheQuestionIsRefused() throws {
    try place.explore(line: "sweep small.yaml --store a.sqlite")
    let store = ["--store", "a.sqlite"]
    try place.expectRefusal(["frontier", "--isl", "3", "--osl", "5", "--run", "1"] + store, saying: "run 1")
    try place.expectRefusal(
      ["frontier", "--isl", "3", "--osl", "5", "--run", "1", "--gpu", "h100"] + store, saying: "--gpu")
    try place.expectRefusal(
      ["frontier", "--isl", "3", "--osl", "5", "--min-confidence", "interpolatd"] + store,
      saying: "did you mean `interpolated`")
  }

  @Test func theLogTellsWhatWasSwept() throws {
    let outcome = try place.explore(
      line: "sweep small.yaml --store a.sqlite --quiet", environment: ["EXPLORE_LOG": "info"])
    #expect(outcome.errors.contains("outcome=complete"), "\(outcome)")
  }
}

@Suite struct RepeatableAnswerTests {
  @Test func theNumberOfWorkersDoesNotChangeAnExport() throws {
    let place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
    for workers in ["1", "4"] {
      let line = ["frontier"] + SampleSpace.question
      let outcome = try place.begin(
        line + ["--workers", workers, "--store", "\(workers).sqlite", "--csv", "\(workers).csv"]
      ).wait()
      #expect(outcome.exitCode == 0, "\(outcome)")
    }
    #expect(try place.text("1.csv") == place.text("4.csv"))
  }
}
