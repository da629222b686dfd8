import Foundation

/// The built program, asked for its own options.
enum ExploreBinary {
  /// The release binary that `make test` builds first, else the one of `swift build`; none where neither is built.
  static let path: String? = ["release", "debug"]
    .map { Page.root.path + "/.build/\($0)/explore" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What `explore WORDS --help` prints; none where it does not end with code 0.
  static func help(_ words: [String]) throws -> String? {
    guard let path else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = words + ["--help"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}
