import Foundation
import Testing

@Suite struct CalibrateTests {
  private typealias Rows = CalibrationRows
  private let place: Workplace

  /// Own rows: vLLM's servers take twice as long to the first token and 30 % longer for each other one.
  private static let own = Rows.all.filter { $0.engine == "vllm" && $0.tp == 1 }

  init() throws {
    place = try Workplace()
    try place.write(try Rows.calibration.get(), to: "base.json")
    try place.write(Rows.measured(Self.own, ttft: 2, tpot: 1.3), to: "mine.csv")
    try place.write(Rows.points(Rows.all), to: "points.csv")
  }

  private func calibrate(_ more: String = "") throws -> ExploreProgram.Outcome {
    try place.explore(
      line: "calibrate --measured mine.csv --base base.json --requests-per-client 1 --out own.json " + more)
  }

  /// Predictions by a calibration, in the order of the rows.
  private func predicted(_ calibration: String) throws -> CSVTable {
    let outcome = try place.explore(
      line: "predict --in points.csv --out out.csv --requests-per-client 1 --calibration \(calibration)")
    #expect(outcome.exitCode == 0, "\(outcome)")
    return try CSVTable(try place.text("out.csv").replacing("\n", with: "\r\n"))
  }

  @Test func constantsFittedOnOwnRowsAlonePredictThem() throws {
    let table = try predicted("base.json")
    for (column, truth) in [("ttft_ms", Rows.all.map(\.ttftMs)), ("tpot_ms", Rows.all.map(\.tpotMs))] {
      let errors = try zip(table.numbers(column), truth).map { abs($0 / $1 - 1) }.sorted()
      #expect(errors[errors.count / 2] < 0.1, "\(column): \(errors[errors.count / 2])")
    }
    #expect(table.rows.allSatisfy { $0["confidence"]?.hasSuffix("/calibrated") == true })
  }

  @Test func ownRowsCorrectPredictions() throws {
    let outcome = try calibrate()
    #expect(outcome.exitCode == 0 && outcome.errors == "wrote own.json\n", "\(outcome)")
    for words in ["mine.csv: 25 rows", "yours, before", "yours, after"] {
      #expect(outcome.output.contains(words), "\(outcome)")
    }
    let table = try predicted("own.json")
    for (index, row) in Rows.all.enumerated() where row.engine == "vllm" {
      #expect(abs(try table.numbers("tpot_ms")[index] / (row.tpotMs * 1.3) - 1) < 0.12, "\(row)")
      #expect(try table.numbers("ttft_ms")[index] > 1.5 * row.ttftMs, "\(row)")
    }
    #expect(try place.text("own.json").contains("\"cluster\":\"own\""))
  }

  @Test func calibratingAgainChangesNothing() throws {
    _ = try calibrate()
    let first = try place.bytes("own.json")
    _ = try calibrate()
    #expect(try place.bytes("own.json") == first, "the same command, the same file")
    let outcome = try place.explore(
      line: "calibrate --measured mine.csv --base own.json --requests-per-client 1 --out again.json")
    #expect(outcome.exitCode == 0 && outcome.output.components(separatedBy: "mine.csv").count == 2)
    let once = try predicted("own.json").numbers("tpot_ms")
    let twice = try predicted("again.json").numbers("tpot_ms")
    #expect(zip(once, twice).allSatisfy { abs($0 / $1 - 1) < 1e-4 })
  }

  @Test func badRowsAreLeftOutAndNamed() throws {
    let lines = try place.text("mine.csv").split(separator: "\n")
    let bad = lines[1].replacing("llama-3.1-8b", with: "nothing-known")
    try place.write((lines + [bad[...]]).joined(separator: "\n"), to: "mine.csv")
    let outcome = try calibrate()
    #expect(outcome.exitCode == 0 && outcome.output.contains("mine.csv: 25 rows, 1 left out"), "\(outcome)")
    #expect(outcome.errors.contains("left out: line 27, column `model`"), "\(outcome)")
  }

  /// The points of a frontier, as sorted JSON.
  private func frontier(_ outcome: ExploreProgram.Outcome) throws -> Data {
    let root = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    let points = try #require(root?["frontier"] as? [Any], "\(outcome)")
    return try JSONSerialization.data(withJSONObject: points, options: [.sortedKeys])
  }

  @Test func theStoreKeepsCalibrationsApart() throws {
    _ = try calibrate()
    try place.write(SampleSpace.small, to: "small.yaml")
    let line =
      "frontier --model llama-3.1-8b --isl 128 --osl 16 --space small.yaml --store a.sqlite --json --quiet"
    let outcomes = try ["shipped", "none", "own.json"].map {
      try place.explore(line: line + " --calibration \($0)")
    }
    #expect(outcomes.allSatisfy { $0.exitCode == 0 }, "\(outcomes)")
    let frontiers = try outcomes.map(frontier)
    #expect(Set(frontiers).count == 3)
    let stored = StoreRows.count(place.path("a.sqlite"))
    #expect(stored > 0 && stored % 3 == 0)
    for (calibration, before) in zip(["shipped", "none", "own.json"], frontiers) {
      let again = try place.explore(line: line + " --calibration \(calibration)")
      #expect(try frontier(again) == before, "\(calibration)")
    }
    #expect(StoreRows.count(place.path("a.sqlite")) == stored, "nothing is measured twice")
  }

  @Test func validateCountsIntervalsOnlyWhereThereAreAny() throws {
    try place.write(Rows.measured(Array(Rows.all.prefix(10))), to: "few.csv")
    func coverage(_ calibration: String) throws -> Int? {
      let outcome = try place.explore(
        line: "validate --measured few.csv --json --requests-per-client 1 --calibration \(calibration)")
      let root = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      let all = try #require((root?["errors"] as? [[String: Any]])?.first, "\(outcome)")
      return (all["tpot"] as? [String: Any])?["intervals"] as? Int
    }
    #expect(try coverage("none") == 0)
    #expect(try coverage("shipped") == 10 && coverage("base.json") == 10)
  }
}
