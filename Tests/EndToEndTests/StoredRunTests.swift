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

  @Test func aRunThatOnlyLinksAnswersAsTheOneThatMeasured() throws {
    try place.explore(line: "sweep small.yaml --store a.sqlite")
    try place.explore(line: "sweep small.yaml --store a.sqlite --fresh")
    for run in 1...2 {
      let line = "--isl 128 --osl 16 --run \(run) --store a.sqlite --max-gpus 4"
      let outcome = try place.explore(line: "frontier \(line) --csv \(run).csv --html \(run).html")
      #expect(outcome.exitCode == 0, "\(outcome)")
      try place.write(try place.explore(line: "pick \(line)").output, to: "\(run).txt")
    }
    #expect(try place.text("1.csv") == place.text("2.csv"))
    let picks = try (1...2).map { try place.text("\($0).txt").split(separator: "\n").dropFirst() }
    #expect(picks[0] == picks[1] && picks[0].count > 5)
    // Removing the run that measured leaves the other's answer as it was, but for the run of its points.
    try place.explore(line: "runs rm 1 --store a.sqlite")
    let line = "frontier --isl 128 --osl 16 --run 2 --store a.sqlite --max-gpus 4 --csv 3.csv"
    #expect(try place.explore(line: line).exitCode == 0)
    let points = try (2...3).map { file in
      try CSVTable(place.text("\(file).csv")).rows.map { row in row.filter { $0.key != "run" } }
    }
    #expect(points[0] == points[1] && points[0].count == 24)
  }

  @Test func aRunOfSeveralModelsAsksForOne() throws {
    let models = SampleSpace.small.replacingOccurrences(
      of: "model: ", with: "model: [Qwen/Qwen3-32B, meta-llama/Llama-3.1-8B] # ")
    try place.write(models, to: "two.yaml")
    try place.explore(line: "sweep two.yaml --store a.sqlite")
    let question = ["frontier", "--isl", "128", "--osl", "16", "--run", "1", "--store", "a.sqlite"]
    try place.expectRefusal(question, saying: "several models", "Qwen/Qwen3-32B", "add --model")
    let outcome = try place.begin(question + ["--model", "Qwen3-32B"]).wait()
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
