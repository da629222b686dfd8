import ArgumentParser
import DesignSpace
import Foundation
import Reporting
import ServingModel

struct SpaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "space", abstract: "The design spaces: built in and your own.",
    discussion: """
      Examples:
        explore space list
        explore space count deepseek-r1
        explore space check my-space.yaml
      """,
    subcommands: [List.self, Show.self, Count.self, Check.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The built-in spaces.", discussion: "Example:\n  explore space list")
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let spaces = try BuiltInSpaces.all.map { try $0.load() }
      if json {
        let items = spaces.map { space in
          JSONText.object([
            .init("name", .string(space.name)), .init("description", .string(space.description)),
            .init("candidates", .integer(Int(space.count))),
            .init("systems", .array(space.systems.map { .string($0.name) })),
            .init("models", .array(space.models.map { .string($0.name) })),
          ])
        }
        TerminalOutput.write(JSONText.array(items).text(expanded: 1) + "\n")
        return
      }
      let width = spaces.map(\.name.count).max() ?? 0
      for space in spaces {
        let count = RunText.pad("\(space.count)", 9, right: true)
        TerminalOutput.write("\(RunText.pad(space.name, width))  \(count)  \(space.description)\n")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The text of a space, or its axes.",
      discussion: "Example:\n  explore space show deepseek-r1 --axes")
    @Argument(help: "A built-in name or a file.") var name: String
    @Flag(help: "Print the axes and the number of values of each.") var axes = false

    func run() throws {
      let choice = try SpaceChoice.named(name)
      guard axes else {
        TerminalOutput.write(choice.text.hasSuffix("\n") ? choice.text : choice.text + "\n")
        return
      }
      var block = ""
      for axis in choice.space.axes {
        if axis.block != block { TerminalOutput.write("\(axis.block)\n") }
        block = axis.block
        TerminalOutput.write("  \(RunText.pad("\(axis.count)", 5, right: true))  \(axis.name)\n")
      }
    }
  }

  struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How many points a space has, and how many places no rule allows.",
      discussion: "Example:\n  explore space count deepseek-r1")
    @Argument(help: "A built-in name or a file.") var name: String
    @Flag(help: "Show one example of each reason.") var rejected = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try SpaceCensus(try SpaceChoice.named(name).space).print(examples: rejected, json: json)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks a space file: every mistake with its line and the mend.",
      discussion: "Example:\n  explore space check my-space.yaml")
    @Argument(help: "A space file, or a built-in name.") var file: String

    func run() throws {
      let choice = try SpaceChoice.named(file)
      let census = SpaceCensus(choice.space)
      TerminalOutput.write("\(choice.space.name): no mistakes\n")
      try census.print(examples: true, json: false)
      guard census.valid > 0 else {
        throw UsageError("\(file): the space has no point that can exist; see the reasons above")
      }
    }
  }
}
