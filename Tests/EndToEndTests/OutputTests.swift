import Foundation
import Testing

@Suite struct OutputTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(SampleSpace.small, to: "small.yaml")
  }

  private func program() throws -> String {
    let program: URL = try #require(ExploreProgram.url, "explore is not built")
    return "'\(program.path)'"
  }

  private var question: [String] { ["frontier"] + SampleSpace.question + ["--store", "a.sqlite"] }

  @Test(arguments: ["--csv", "--html"]) func aPathThatCannotBeWrittenIsRefusedBeforeTheSweep(option: String)
    throws
  {
    try place.write("x", to: "folder/file")
    try place.expectRefusal(question + [option, "missing/f"], code: 1, saying: "missing does not exist")
    try place.expectRefusal(question + [option, "folder"], code: 1, saying: "it is a folder")
    try place.expectRefusal(question + [option, "folder/file/f"], code: 1, saying: "is not a folder")
    #expect(!place.exists("a.sqlite"), "nothing was swept")
    #expect(try place.text("folder/file") == "x")
  }

  @Test func aNotebookWhoseFolderIsTakenIsRefusedBeforeTheSweep() throws {
    try place.write("x", to: "notebooks-export/taken")
    try place.expectRefusal(question + ["--notebook", "taken"], code: 1, saying: "notebooks-export/taken")
    #expect(!place.exists("a.sqlite"), "nothing was swept")
  }

  @Test func aFullDiskFailsAndKeepsThePoints() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    for option in ["--csv", "--html"] {
      let outcome = try place.begin(question + [option, "/dev/full", "--quiet"]).wait()
      #expect(outcome.exitCode == 1 && outcome.complaint.contains("no space left"), "\(outcome)")
    }
    #expect(try StoreRows(place.path("a.sqlite")).results.count == 24)
    let command = "\(try program()) space list > /dev/full"
    #expect(try shell(command).status == 1, "an answer that was cut short is no success")
  }

  @Test func aReaderThatGoesAwayIsNoMistake() throws {
    let program = try program()
    let line = question.joined(separator: " ")
    // The exit code of the program, not of `head`.
    for command in ["\(line) --all", "space show deepseek-r1", "\(line) --json"] {
      let outcome = try shell("set -o pipefail; \(program) \(command) 2> err.txt | head -1")
      #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count == 1)
      #expect(!(try place.text("err.txt")).contains("Broken pipe"))
    }
    // Nor does a sweep end with whoever watches its progress.
    _ = try shell("\(program) sweep small.yaml --store b.sqlite 2>&1 > /dev/null | true")
    let again = try place.explore("sweep", "small.yaml", "--store", "b.sqlite")
    #expect(again.output.contains("complete already"), "\(again)")
  }

  @Test func coloursAreForTerminalsWithoutNO_COLOR() throws {
    for environment in [["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": "xterm-256color"]] {
      let outcome = try place.begin(question, environment: environment).wait()
      #expect(
        outcome.exitCode == 0 && !outcome.output.contains("\u{1b}") && !outcome.errors.contains("\u{1b}"))
    }
    let ascii = try place.begin(question, environment: ["LANG": "C", "LC_ALL": "C"]).wait()
    #expect(ascii.output.utf8.allSatisfy { $0 < 128 }, "a terminal without UTF-8 gets ASCII")
  }

  @Test func jsonIsAloneOnStandardOutput() throws {
    for command in [question + ["--json"], ["pick"] + question.dropFirst() + ["--json"]] {
      let outcome = try place.begin(command).wait()
      #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) }
    }
  }

  /// Runs a shell line in the folder.
  private func shell(_ line: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = place.folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
