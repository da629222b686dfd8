import Foundation
import Testing

/// The program as it was built, run as a user runs it.
enum ExploreProgram {
  /// What one run said, and how it ended.
  struct Outcome {
    var exitCode: Int32
    /// Ended by a signal: a crash, or one that the test sent.
    var wasSignalled: Bool
    var output: String
    var errors: String

    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

    /// Lines of standard error but for progress.
    var complaint: String {
      errorLines.filter { !$0.contains(" points  ") }.joined(separator: "\n")
    }
  }

  /// The binary is built beside the tests.
  static let url: URL? = {
    var folders = [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    return folders.map { $0.appendingPathComponent("explore") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// A run that has begun; its output goes to files, so that no full pipe holds it up.
  final class Running {
    let process = Process()
    private let output: URL
    private let errors: URL

    init(_ arguments: [String], in folder: URL, environment: [String: String]) throws {
      let name = UUID().uuidString
      output = FileManager.default.temporaryDirectory.appendingPathComponent("\(name).out")
      errors = FileManager.default.temporaryDirectory.appendingPathComponent("\(name).err")
      for file in [output, errors] { try Data().write(to: file) }
      let program: URL = try #require(ExploreProgram.url, "explore is not built")
      process.executableURL = program
      process.arguments = arguments
      process.currentDirectoryURL = folder
      process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"]
        .merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
    }

    deinit {
      for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
    }

    func wait() throws -> Outcome {
      process.waitUntilExit()
      return Outcome(
        exitCode: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }
}
