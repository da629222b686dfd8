import DesignSpace
import Foundation
import ServingModel
import Testing

/// The examples of the user's page are spaces.
@Suite struct DocumentationTests {
  private let examples: [String]

  init() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/spaces.md").standardizedFileURL
    let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```yaml\n")
    examples = parts.dropFirst().compactMap { $0.components(separatedBy: "```").first }
  }

  @Test func theFirstSpaceIsOne() throws {
    let space = try SpaceText.load(examples[0])
    #expect(space.name == "llama-h100" && space.points.count > 300)
  }

  @Test func theDisaggregatedBlockIsOne() throws {
    let head = "name: x\ndescription: y\nmodel: deepseek-r1\nblocks:\n"
    let points = try SpaceText.load(head + examples[1]).points
    #expect(!points.isEmpty && points.allSatisfy { $0.deployment.topology.name == "disagg" })
  }
}
