import DesignSpace
import Foundation
import ServingModel
import Synchronization
import Testing

/// What the pages say is so: links lead somewhere, commands exist, spaces load.
@Suite struct DocumentationTests {
  @Test func thereArePages() {
    #expect(Page.all.count > 10)
    #expect(Page.all.contains { !$0.commands.isEmpty })
  }

  @Test(arguments: Page.all) func linksLeadToFiles(page: Page) {
    let folder = Page.root.appendingPathComponent(page.path).deletingLastPathComponent()
    for target in page.links where !target.contains("://") && !target.hasPrefix("#") {
      let path = target.components(separatedBy: "#").first ?? target
      let file = folder.appendingPathComponent(path).standardizedFileURL.path
      #expect(FileManager.default.fileExists(atPath: file), "\(page.path) links to \(target)")
    }
  }

  @Test func everyPageIsInTheIndex() throws {
    let index = try #require(Page.all.first { $0.path == "docs/README.md" })
    for page in Page.all where page.path.hasPrefix("docs/") && page.path != index.path {
      let name = page.path.dropFirst("docs/".count)
      #expect(index.links.contains(String(name)), "docs/README.md does not list \(name)")
    }
  }

  @Test(.enabled(if: ExploreBinary.path != nil), arguments: Page.all)
  func commandsExist(page: Page) throws {
    for (line, words) in page.commands {
      let place = "\(page.path):\(line)"
      let subcommand = Self.subcommand(words)
      let help = try #require(try Helps.shared.text(subcommand), "\(place): explore \(subcommand) is none")
      let known = Set(
        help.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }).map(String.init))
      for word in words where word.hasPrefix("--") {
        let flag = word.components(separatedBy: "=").first ?? word
        #expect(known.contains(flag), "\(place): explore \(subcommand.joined(separator: " ")) has no \(flag)")
      }
    }
  }

  @Test(arguments: Page.all) func spacesLoad(page: Page) throws {
    for block in page.blocks where block.language == "yaml" {
      let keys = block.lines.map { $0.prefix { $0 != ":" } }
      guard keys.contains("name"), keys.contains("blocks") else { continue }
      let yaml = block.lines.joined(separator: "\n")
      let space = try Space.load(yaml: yaml, file: "\(page.path):\(block.line)") { try Catalogue.model($0) }
      let places = 0..<min(space.count, 10_000)
      #expect(places.contains { Self.isPoint(space.candidate(at: $0)) }, "\(page.path):\(block.line)")
    }
  }

  private static func isPoint(_ candidate: Candidate) -> Bool {
    if case .point = candidate { true } else { false }
  }

  /// `["space", "check"]` of `explore space check FILE`: commands of commands have two words.
  private static func subcommand(_ words: [String]) -> [String] {
    let names = words.dropFirst().prefix { !$0.hasPrefix("-") }
    return Array(names.prefix(["space", "runs"].contains(names.first ?? "") ? 2 : 1))
  }
}

/// Help texts, each asked for once.
final class Helps: Sendable {
  static let shared = Helps()
  private let texts = Mutex<[[String]: String]>([:])

  func text(_ subcommand: [String]) throws -> String? {
    if let known = texts.withLock({ $0[subcommand] }) { return known }
    let text = try ExploreBinary.help(subcommand)
    texts.withLock { $0[subcommand] = text }
    return text
  }
}
