import SeededNumbers
import Foundation
import ResultStore
import ServingModel
import SweepFakes
import Testing

/// The real thing: a process of its own, killed without warning.
@Suite(.serialized) struct CrashTests {
  private static let count = 4_000

  /// The probe is built beside the tests.
  private static var probe: URL? {
    var directories = [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    directories.append(contentsOf: Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() })
    return directories.map { $0.appendingPathComponent("SweepCrashProbe") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  private func start(_ path: String, microseconds: Int) throws -> Process {
    let process = Process()
    let probe: URL = try #require(Self.probe)
    process.executableURL = probe
    process.arguments = [path, "\(Self.count)", "\(microseconds)", "2"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Not a task's sleep: beside busy tests that may take seconds.
  private static func wait(upTo seconds: Int, until isMet: () -> Bool) {
    var turns = seconds * 50
    while turns > 0, !isMet() {
      usleep(20_000)
      turns -= 1
    }
  }

  private static func stored(_ path: String) -> Int {
    guard let store = try? ResultStore(path: path, access: .readOnly) else { return 0 }
    let counters = try? store.runs().first?.counters
    return (counters?.done ?? 0) + (counters?.failed ?? 0)
  }

  @Test func killedTenTimesItEqualsTheUninterrupted() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("explore.sqlite")
    var random = SplitMix(state: 11)
    var last = 0
    for attempt in 0..<10 {
      // Slow enough that it is never at its end before the last kill.
      let process = try start(path, microseconds: 4_000)
      // The first three are killed while they start; the others after they have stored something more, so
      // that a busy machine does not make them all end early.
      if attempt >= 3 { Self.wait(upTo: 10) { Self.stored(path) > last } }
      usleep(UInt32(random.next() % 300_000))
      #expect(kill(process.processIdentifier, SIGKILL) == 0)
      process.waitUntilExit()
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let store = try ResultStore(path: path)
      guard try !store.runs().isEmpty else { continue }
      let contents = try StoreContents(store)
      #expect(contents.counters.measured == contents.points.count)
      #expect(contents.counters.failed == contents.failures.count)
      #expect(contents.points.count + contents.failures.count >= last)
      #expect(contents.status == .running && !store.isInUse(1))
      last = contents.points.count + contents.failures.count
    }
    #expect(last > 0)
    let process = try start(path, microseconds: 0)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let store = try ResultStore(path: path)
    let expected = StoreContents(expecting: Self.count)
    #expect(try StoreContents(store) == expected)
    #expect(try store.counts().measurements == expected.points.count)
    #expect(try store.counts().runs == 1)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalStopsItCleanly(signal: Int32) async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("explore.sqlite")
    let process = try start(path, microseconds: 1_500)
    let store = try ResultStore(path: path)
    // The run is there once its signals are watched.
    while try store.runs().first?.counters.done ?? 0 == 0 { try await Task.sleep(for: .milliseconds(20)) }
    #expect(kill(process.processIdentifier, signal) == 0)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    let contents = try StoreContents(store)
    #expect(contents.status == .interrupted)
    #expect(contents.counters.done == contents.points.count)
  }
}
