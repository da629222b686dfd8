import Foundation
import Testing

@Suite struct CalibrateMistakeTests {
  private typealias Rows = CalibrationRows
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Rows.measured(Array(Rows.all.prefix(10))), to: "mine.csv")
    try place.write(Rows.points(Array(Rows.all.prefix(2))), to: "points.csv")
    try place.write("{\"format\": \"explore-calibration-9\"}", to: "other.json")
    try place.write("not JSON", to: "text.json")
    try place.write(SampleSpace.small, to: "small.yaml")
    try place.write(Rows.measured([]), to: "empty.csv")
    let bad = Rows.all.prefix(3).map { "\($0.point.replacing("vllm", with: "vlm")),1,1" }
    try place.write(
      Rows.measured([]) + bad.joined(separator: "\n"), to: "bad.csv")
    let large = "a,deepseek-r1,h100_sxm,vllm,1.0,fp8,agg,64,8,fp8,,4,1,10,5\n"
    try place.write(Rows.measured([]) + large, to: "large.csv")
  }

  @Test(arguments: [
    ("--measured missing.csv --out a.json", ["missing.csv: there is no such file of measured rows"]),
    ("--measured mine.csv --out a.json --base nothing", ["nothing: there is no such calibration"]),
    ("--measured mine.csv --out a.json --base text.json", ["--base text.json: not a calibration"]),
    ("--measured mine.csv --out a.json --base other.json", ["--base other.json", "explore-calibration-9"]),
    ("--measured mine.csv --out mine.csv", ["--measured and --out both name mine.csv"]),
    ("--measured mine.csv --out ./mine.csv", ["both name ./mine.csv"]),
    ("--measured mine.csv --out a.json --base none", ["10 rows are too few", "--base shipped"]),
    ("--measured empty.csv --out a.json", ["empty.csv: no row can be used"]),
    ("--measured bad.csv --out a.json", ["no row can be used", "line 2, column `backend`", "`vllm`?"]),
    ("--measured text.json --out a.json", ["text.json: line 1, column `model`"]),
    ("--measured mine.csv --out a.json --requests-per-client 0", ["--requests-per-client"]),
    ("--measured mine.csv", ["--out"]), ("--out a.json", ["--measured"]),
  ])
  func aMistakeIsNamedAndNothingIsWritten(line: String, words: [String]) throws {
    let before = try files()
    let outcome = try place.explore(line: "calibrate " + line)
    #expect(!outcome.wasSignalled && outcome.exitCode == 2 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: "), "\(outcome)")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome)") }
    #expect(try files() == before)
  }

  /// Names and contents.
  private func files() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try place.bytes($0)) })
  }

  @Test func anEmptyNameOfAClusterIsRefused() throws {
    try place.expectRefusal(
      ["calibrate", "--measured", "mine.csv", "--out", "a.json", "--cluster", ""], saying: "--cluster ``")
  }

  @Test func rowsThatNoServerRunsAreNoCalibration() throws {
    try place.write(try Rows.calibration.get(), to: "base.json")
    try place.expectRefusal(
      ["calibrate", "--measured", "large.csv", "--base", "base.json", "--out", "a.json"],
      saying: "large.csv: the simulator cannot run any of its rows")
    #expect(!place.exists("a.json"))
  }

  @Test func aFolderThatIsMissingIsNamed() throws {
    try place.expectRefusal(
      ["calibrate", "--measured", "mine.csv", "--out", "missing/a.json"], code: 1,
      saying: "missing does not exist")
  }

  @Test(arguments: [
    "predict --in points.csv --out o.csv", "validate --measured mine.csv --out o.csv",
    "frontier --model llama-3.1-8b --isl 128 --osl 16 --store o.csv",
    "pick --model llama-3.1-8b --isl 128 --osl 16 --store o.csv", "sweep small.yaml --store o.csv",
  ])
  func aWrongCalibrationIsNamedByEveryCommand(line: String) throws {
    for (name, words) in [
      ("text.json", "--calibration text.json: not a calibration"), ("other.json", "explore-calibration-9"),
      ("nothing", "nothing: there is no such calibration"), (".", ". is a folder"),
    ] {
      try place.expectRefusal(
        line.split(separator: " ").map(String.init) + ["--calibration", name], saying: words)
      #expect(!place.exists("o.csv"))
    }
  }

  @Test func whatIsHeldOutMustBeKnown() throws {
    try place.expectRefusal(
      ["validate", "--measured", "mine.csv", "--cross-validate", "wrong"],
      saying: "--cross-validate `wrong`", "configuration, group, model")
    try place.expectRefusal(
      ["validate", "--measured", "mine.csv", "--cross-validate", "group"],
      saying: "10 rows are too few to hold some out")
  }
}
