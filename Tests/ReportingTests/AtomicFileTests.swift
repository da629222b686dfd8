import Foundation
import Reporting
import Testing

@Suite struct AtomicFileTests {
  /// A folder of its own for each test.
  static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func replacesAFileWholeAndLeavesNothingBeside() throws {
    try Self.inFolder { folder in
      let path = folder + "/frontier.csv"
      try AtomicFile.write("first", to: path)
      try AtomicFile.write("second", to: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "second")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["frontier.csv"])
    }
  }

  @Test func writesThroughALink() throws {
    try Self.inFolder { folder in
      try AtomicFile.write("first", to: folder + "/file")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: folder + "/file")
      try AtomicFile.write("second", to: folder + "/link")
      #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "second")
    }
  }

  @Test func saysWhatIsWrongAndWhatWouldMendIt() throws {
    try Self.inFolder { folder in
      func reason(_ path: String) -> ExportError? {
        do throws(ExportError) {
          try AtomicFile.write("text", to: path)
          return nil
        } catch {
          return error
        }
      }
      let missing = reason(folder + "/none/frontier.csv")
      #expect(missing?.reason == .directoryMissing)
      #expect(missing?.description.contains("mkdir -p \(folder)/none") == true)
      #expect(reason(folder)?.reason == .isDirectory)
      try AtomicFile.write("text", to: folder + "/file")
      #expect(reason(folder + "/file/frontier.csv")?.reason == .notADirectory)
      #expect(reason("/proc/frontier.csv")?.reason != nil)
      #expect(reason("/dev/full")?.reason == .diskFull)
      #expect(reason("/dev/null") == nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }
}
