import Foundation
import Testing

/// A folder of its own for one test, removed with it, in which the program runs.
final class Workplace {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("explore-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func begin(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> ExploreProgram.Running {
    try ExploreProgram.Running(arguments, in: folder, environment: environment)
  }

  @discardableResult
  func explore(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> ExploreProgram.Outcome {
    try begin(arguments, environment: environment).wait()
  }

  /// The same for a command line as a person types it: words between spaces, none quoted.
  @discardableResult
  func explore(
    line: String, environment: [String: String] = [:]
  ) throws -> ExploreProgram.Outcome {
    try begin(line.split(separator: " ").map(String.init), environment: environment).wait()
  }

  /// Waits until a sweep that runs beside the test has stored something.
  func waitForPoints(in store: String) throws {
    for _ in 0..<1_000 {
      if StoreRows.count(path(store)) > 0 { return }
      usleep(10_000)
    }
    Issue.record("nothing was stored in \(store)")
  }

  /// Checks that a command is refused: the exit code, one clear message, nothing on standard output.
  func expectRefusal(
    _ arguments: [String], code: Int32 = 2, saying words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try begin(arguments).wait()
    #expect(
      !outcome.wasSignalled && outcome.exitCode == code, "\(arguments): \(outcome)",
      sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, "\(arguments): \(outcome)", sourceLocation: sourceLocation)
    #expect(
      outcome.complaint.hasPrefix("error: "), "\(arguments): \(outcome)", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), "\(arguments): \(outcome)", sourceLocation: sourceLocation)
    }
  }
}

/// Spaces small enough for a debug build.
enum SampleSpace {
  /// 2 systems x 3 shapes x 4 concurrencies.
  static let small = """
    name: small
    model: meta-llama/Llama-3.1-8B
    defaults: {engine: trtllm, isl: 128, osl: 16}
    blocks:
      - name: nodes
        topology: agg
        system: [h100_sxm, b200_sxm]
        server: {tp: [1, 2, 4], max_batch_size: 32}
        concurrency: [1, 4, 16, 32]

    """
  static let question = ["--isl", "128", "--osl", "16", "--model", "llama-3.1-8b", "--space", "small.yaml"]

  /// 3,072 places of two engines, some seconds for a debug build with one worker.
  static let wide = """
    name: wide
    model: meta-llama/Llama-3.1-8B
    defaults: {engine: [trtllm, vllm], isl: 96, osl: 48, range_ratio: 0.5}
    blocks:
      - name: nodes
        topology: agg
        system: [h100_sxm, b200_sxm]
        server:
          tp: [1, 2, 3, 4]
          servers: [1, 2]
          max_batch_size: [8, 16, 32, 64]
          max_num_tokens: [256, 512, 1024]
        concurrency: {from: 1, to: 29, step: 4}

    """
}
