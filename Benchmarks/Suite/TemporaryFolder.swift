import Foundation

/// A folder that is gone when the work in it is done.
enum TemporaryFolder {
  static func with<Result>(_ body: (_ path: @escaping (String) -> String) async throws -> Result) async throws
    -> Result
  {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("explore-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body { folder.appendingPathComponent($0).path }
  }
}
