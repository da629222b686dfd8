import Foundation
import Testing

@Suite struct SweepTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
    try place.write(SampleSpace.wide, to: "wide.yaml")
  }

  @Test func theSameSweepAgainHasNothingToDo() throws {
    let first = try place.explore(line: "sweep small.yaml --store a.sqlite")
    #expect(
      first.exitCode == 0 && first.output.contains("points     24 (24 measured, 0 from the store), 0 failed"))
    let again = try place.explore(line: "sweep small.yaml --store a.sqlite")
    #expect(again.exitCode == 0 && again.errors.isEmpty)
    #expect(again.output.contains("run 1 of this sweep is complete already; --fresh makes a new one"))
    let fresh = try place.explore(line: "sweep small.yaml --store a.sqlite --fresh")
    #expect(fresh.output.contains("points     24 (0 measured, 24 from the store), 0 failed"))
  }

  @Test(arguments: ["sobol", "random", "lhs"])
  func samplesOfOneSeedAreTheSame(search: String) throws {
    let command = "sweep wide.yaml --search \(search) --budget 60 --quiet"
    try place.explore(line: command + " --seed 7 --store one.sqlite --workers 1")
    try place.explore(line: command + " --seed 7 --store two.sqlite --workers 3")
    try place.explore(line: command + " --seed 8 --store other.sqlite")
    let one = try StoreRows(place.path("one.sqlite"))
    #expect(one.repeated == 0 && (30...60).contains(one.results.count), "\(one.results.count)")
    #expect(try StoreRows(place.path("two.sqlite")) == one)
    #expect(try StoreRows(place.path("other.sqlite")).results.keys != one.results.keys)
  }

  @Test func twoProcessesShareAStore() throws {
    let commands = ["small.yaml", "wide.yaml --budget 300"].map {
      "sweep \($0) --store a.sqlite --quiet".split(separator: " ").map(String.init)
    }
    let both = try commands.map { try place.begin($0) }
    for one in both { #expect(try one.wait().exitCode == 0) }
    let runs = try place.explore(line: "runs list --store a.sqlite")
    #expect(runs.output.split(separator: "\n").filter { $0.contains("complete") }.count == 2, "\(runs)")
  }

  @Test func aRunThatIsBeingWorkedOnIsRefused() throws {
    let first = try place.begin(
      "sweep wide.yaml --store a.sqlite --quiet".split(separator: " ").map(String.init))
    try place.waitForPoints(in: "a.sqlite")
    try place.expectRefusal(
      ["sweep", "wide.yaml", "--store", "a.sqlite"], code: 1, saying: "being worked on by another process")
    #expect(try first.wait().exitCode == 0)
  }

  @Test func theJSONOfASweepIsItsRun() throws {
    let outcome = try place.explore(line: "sweep small.yaml --store a.sqlite --json")
    let run = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(run?["points"] as? Int == 24 && run?["status"] as? String == "complete")
    #expect(outcome.errors.isEmpty)
  }
}
