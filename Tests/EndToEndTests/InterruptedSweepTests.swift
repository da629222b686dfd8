import Foundation
import Testing

@Suite(.serialized) struct InterruptedSweepTests {
  private let place: Workplace
  private let command: [String]

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.wide, to: "wide.yaml")
    command = "sweep wide.yaml --workers 1 --store".split(separator: " ").map(String.init)
  }

  private func uninterrupted() throws -> StoreRows {
    #expect(try place.begin(command + ["whole.sqlite", "--quiet"]).wait().exitCode == 0)
    let rows = try StoreRows(place.path("whole.sqlite"))
    #expect(rows.repeated == 0 && rows.results.count > 2_000)
    return rows
  }

  /// How long the whole sweep takes here, so that signals fall inside it.
  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body) / .seconds(1)
  }

  @Test func killedTenTimesItEqualsTheUninterruptedOne() throws {
    var expected: StoreRows?
    let whole = try seconds { expected = try uninterrupted() }
    var last = 0
    for _ in 0..<10 {
      let running = try place.begin(command + ["a.sqlite", "--quiet"])
      // All together less than the whole, which may have had to share the machine.
      usleep(UInt32(Double.random(in: 0.01...0.07) * whole * 1e6))
      kill(running.process.processIdentifier, SIGKILL)
      _ = try running.wait()
      guard place.exists("a.sqlite"), let rows = try? StoreRows(place.path("a.sqlite")) else { continue }
      #expect(rows.repeated == 0 && rows.results.count >= last, "nothing is lost")
      last = rows.results.count
    }
    #expect(last > 0, "some kills fell into the sweep")
    let shown = try place.explore("runs", "show", "1", "--store", "a.sqlite")
    #expect(shown.output.contains("run        1, interrupted"), "nobody works on it: \(shown)")
    let resumed = try place.begin(command + ["a.sqlite", "--quiet"]).wait()
    #expect(resumed.exitCode == 0)
    let rows = try StoreRows(place.path("a.sqlite"))
    let wanted = try #require(expected)
    #expect(rows.repeated == 0 && rows.results.keys == wanted.results.keys)
    #expect(rows.results == wanted.results)
    let runs = try place.explore("runs", "list", "--store", "a.sqlite").output.split(separator: "\n")
    #expect(runs.count == 2 && runs[1].contains("complete"))
  }

  @Test func controlCStoresWhatIsDoneAndTheSameCommandGoesOn() throws {
    let expected = try uninterrupted()
    let running = try place.begin(command + ["a.sqlite"])
    try place.waitForPoints(in: "a.sqlite")
    kill(running.process.processIdentifier, SIGINT)
    let outcome = try running.wait()
    #expect(outcome.exitCode == 130 && !outcome.wasSignalled)
    #expect(outcome.output.isEmpty && outcome.errors.contains("stopping: finishing the points in flight"))
    #expect(outcome.errors.contains("the same command goes on from there"))
    let half = try StoreRows(place.path("a.sqlite"))
    #expect((1..<expected.results.count).contains(half.results.count))
    #expect(try place.explore("runs", "list", "--store", "a.sqlite").output.contains("interrupted"))
    #expect(try place.begin(command + ["a.sqlite"]).wait().exitCode == 0)
    #expect(try StoreRows(place.path("a.sqlite")).results == expected.results)
  }
}
