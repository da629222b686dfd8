import Foundation
import Testing

/// The pages that users read, and their fenced blocks.
struct Page: Sendable, CustomTestStringConvertible {
  /// Path from the root of the package.
  let path: String
  let text: String

  var testDescription: String { path }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL

  /// `README.md`, `CHANGELOG.md` and every page of `docs/`.
  static let all: [Page] = {
    let docs = (try? FileManager.default.contentsOfDirectory(atPath: root.path + "/docs")) ?? []
    let paths =
      ["README.md", "CHANGELOG.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    return paths.compactMap { path in
      (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8))
        .map { Page(path: path, text: $0) }
    }
  }()

  /// A fenced block: its language (empty for none), its lines, and the line on which it starts.
  struct Block: Sendable {
    let language: String
    let lines: [String]
    let line: Int
  }

  /// Fenced blocks in order.
  var blocks: [Block] {
    var blocks: [Block] = []
    var open: (language: String, lines: [String], line: Int)?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(Block(language: block.language, lines: block.lines, line: block.line))
          open = nil
        } else {
          open = (String(line.dropFirst(3)), [], index + 1)
        }
      } else {
        open?.lines.append(line)
      }
    }
    return blocks
  }

  /// Targets of links and pictures outside of code.
  var links: [String] {
    var targets: [String] = []
    var inBlock = false
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") { inBlock.toggle() }
      if inBlock { continue }
      for part in line.components(separatedBy: "](").dropFirst() {
        if let end = part.firstIndex(of: ")") { targets.append(String(part[..<end])) }
      }
    }
    return targets
  }

  /// `explore …` lines of blocks without a language, without comments and without marks of optional parts.
  var commands: [(line: Int, words: [String])] {
    var commands: [(Int, [String])] = []
    for block in blocks where ["", "sh", "bash"].contains(block.language) {
      for (offset, line) in block.lines.enumerated() where line.hasPrefix("explore ") {
        let code = line.components(separatedBy: " #").first ?? line
        let words = code.split(whereSeparator: { " []|()".contains($0) }).map(String.init)
        commands.append((block.line + offset + 1, words))
      }
    }
    return commands
  }
}
