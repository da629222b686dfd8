import ArgumentParser
import Foundation
import ResultStore
import SweepEngine

/// Where results are kept, and how much is said on the way.
struct StoreOptions: ParsableArguments {
  @Option(help: "SQLite file that holds all results; made where there is none.")
  var store = "results/explore.sqlite"

  @Option(help: "Points measured at a time (default: one per processor).")
  var workers: Int?

  @Flag(help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if store.isEmpty { throw ValidationError("--store ``: the path of a file is needed") }
    if let workers, workers < 1 { throw ValidationError("--workers \(workers): at least 1 is needed") }
  }

  var isThere: Bool { FileManager.default.fileExists(atPath: store) }

  /// Opens the store, making the default folder where it is missing.
  func open() throws -> ResultStore {
    let folder = URL(fileURLWithPath: store).deletingLastPathComponent().path
    if store.hasPrefix("results/"), !FileManager.default.fileExists(atPath: folder) {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    return try ResultStore(path: store)
  }

  /// Opens a store that must exist, and changes nothing in it.
  func openExisting() throws -> ResultStore { try ResultStore(path: store, access: .readOnly) }

  func progress(json: Bool) -> ProgressDisplay {
    ProgressDisplay(ProgressDisplay.style(quiet: quiet || json))
  }
}
