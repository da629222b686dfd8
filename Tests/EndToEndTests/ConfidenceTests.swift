import Foundation
import GRDB
import Testing

@Suite struct ConfidenceTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  /// A stored run whose points have intervals of TPOT and TTFT of -10 % to +`width`, or none.
  private func store(width: Double?) throws {
    let sweep = "sweep small.yaml --quiet --store a.sqlite"
    #expect(try place.explore(line: sweep).exitCode == 0)
    try DatabaseQueue(path: place.path("a.sqlite")).write { db in
      // Back to schema 3, so that blocks are made from the changed rows.
      try db.execute(
        sql: """
          DROP TABLE run_blocks; DROP TABLE run_columns; PRAGMA user_version = 3;
          DELETE FROM grdb_migrations WHERE identifier = '4 blocks';
          """)
      try changeIntervals(db, width: width)
    }
    #expect(try answer("frontier", "").errors.contains("older version of explore"))
    #expect(try place.explore(line: sweep).exitCode == 0)
  }

  private func changeIntervals(_ db: Database, width: Double?) throws {
    guard let width else {
      return try db.execute(sql: "UPDATE measurements SET calibration = NULL")
    }
    let changes = ["ttft", "tpot"].flatMap { name in
      [("p05", 0.9), ("p10", 0.95), ("p50", 1.0), ("p90", 1 + width * 0.75), ("p95", 1 + width)]
        .map { quantile, factor in "\(name)_\(quantile) = \(name)_ms_mean * \(factor)" }
    }
    try db.execute(sql: "UPDATE measurements SET calibration = 1, " + changes.joined(separator: ", "))
  }

  private func answer(_ command: String, _ more: String) throws -> ExploreProgram.Outcome {
    try place.explore(line: "\(command) --isl 128 --osl 16 --run 1 --store a.sqlite \(more)")
  }

  private func object(_ outcome: ExploreProgram.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test(
    arguments: [
      (["--confidence", "0.9"], "there is no limit to keep with it"),
      (["--confidence", "0.9", "--max-gpus", "4"], "there is no limit to keep with it"),
      (["--min-tps-user", "1", "--confidence", "90"], "did you mean 0.9?"),
      (["--min-tps-user", "1", "--confidence", "0.5"], "a share above 0.5 and below 1 is needed"),
      (["--min-tps-user", "1", "--confidence", "1"], "a share above 0.5 and below 1 is needed"),
      (["--min-tps-user", "1", "--confidence", "nan"], "--confidence nan"),
      (["--max-tpot", "1", "--confidence=-0.9"], "--confidence -0.9"),
      (["--max-ttft", "1", "--confidence", "much"], "'much' is invalid for '--confidence"),
    ], ["frontier", "pick"])
  func aMistakeIsNamed(mistake: ([String], String), command: String) throws {
    try place.expectRefusal([command] + SampleSpace.question + mistake.0, saying: mistake.1)
    #expect(!place.exists("results"), "no store is made")
  }

  @Test func aPickKeepsItsLimitByTheLowerBound() throws {
    try store(width: 0.4)
    let free = try object(try answer("pick", "--json"))
    let best = try #require(free["best"] as? [String: Any])
    // The best point keeps this limit as predicted, and not 23 % slower (1 / 1.3).
    let limit = try #require(best["tps_user"] as? Double) * 0.9
    let plain = try object(try answer("pick", "--min-tps-user \(limit) --json"))
    #expect((plain["best"] as? [String: Any])?["point"] as? String == best["point"] as? String)
    let outcome = try answer("pick", "--min-tps-user \(limit) --confidence 0.9 --json")
    let sure = try #require(try object(outcome)["best"] as? [String: Any])
    #expect(sure["point"] as? String != best["point"] as? String)
    #expect(try #require(sure["tps_user"] as? Double) / 1.3 >= limit * 0.999)
    #expect(sure["calibration"] as? String == "transferred")
    let text = try answer("pick", "--min-tps-user \(limit) --confidence 0.9").output
    for words in ["with 90 % confidence", "By the predicted figures alone", "90 % interval: "] {
      #expect(text.contains(words), "no \(words) in \(text)")
    }
  }

  @Test func theFrontierShowsIntervals() throws {
    try store(width: 0.2)
    let text = try answer("frontier", "").output
    for words in ["(90 %)", "transferred: only relatives of it were measured"] {
      #expect(text.contains(words), "no \(words) in \(text)")
    }
    let listed = try object(try answer("frontier", "--json"))["frontier"] as? [[String: Any]]
    for point in try #require(listed) {
      let rate = try #require(point["tps_user"] as? Double)
      #expect(abs(try #require(point["tps_user_p05"] as? Double) * 1.2 / rate - 1) < 1e-9)
      #expect(abs(try #require(point["tps_user_p95"] as? Double) * 0.9 / rate - 1) < 1e-9)
    }
  }

  @Test func withoutIntervalsItSaysWhyAndWhatToDo() throws {
    try store(width: nil)
    let pick = try answer("pick", "--min-tps-user 1 --confidence 0.9")
    #expect(pick.exitCode == 1 && pick.output.isEmpty)
    #expect(pick.complaint.hasPrefix("error: none of 24 points has an interval"), "\(pick)")
    #expect(pick.complaint.contains("leave --confidence out"), "\(pick)")
    let frontier = try answer("frontier", "--min-tps-user 1 --confidence 0.9")
    #expect(frontier.exitCode == 0 && frontier.output.contains("none of 24 points has an interval"))
    let json = try answer("frontier", "--min-tps-user 1 --confidence 0.9 --json")
    #expect(json.complaint.hasPrefix("warning: none of 24 points has an interval"), "\(json)")
    #expect(try object(json)["frontier"] as? [Any] != nil)
    #expect(!(try answer("frontier", "").output.contains("(90 %)")), "as before")
  }
}
