import ArgumentParser
import Foundation

/// Runs each case in a process of its own and prints the table.
struct RunCases: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the cases and print a table (default).")

  @Option(help: "Only cases whose name contains this.")
  var filter = ""

  @Option(help: "Write the figures to this file as well.")
  var json: String?

  @Flag(help: "Fewer repetitions and no large sets: under a minute.")
  var quick = false

  @Flag(help: "Print the names of the cases and stop.")
  var list = false

  mutating func run() async throws {
    let cases = BenchmarkCase.all.filter { filter.isEmpty || $0.name.contains(filter) }
    guard !cases.isEmpty else {
      throw ValidationError("--filter \(filter): no case has that in its name (--list prints them)")
    }
    if list { return cases.forEach { print($0.name) } }
    var figures: [Figure] = []
    show(FigureTable.header)
    for one in cases where !quick || one.isQuick {
      let found = try measure(one)
      for figure in found { show(FigureTable.line(figure)) }
      figures += found
    }
    show(FigureTable.summary(figures))
    if let json { try Data(Figure.json(figures).utf8).write(to: URL(fileURLWithPath: json)) }
  }

  /// Each line is to be seen when it is known, in a file too: `print` would keep it.
  private func show(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  /// The figures of one case, with the peak memory of its process.
  private func measure(_ one: BenchmarkCase) throws -> [Figure] {
    let child = try ChildProcess.run(
      ChildProcess.ownPath, ["case", one.name] + (quick ? ["--quick"] : []))
    guard child.status == 0 else { throw BenchmarkFailure("case \(one.name) ended with \(child.status)") }
    return try Figure.parse(child.output).map { figure in
      var figure = figure
      figure.name = one.name
      figure.peakMB = figure.peakMB ?? child.peakMB
      return figure
    }
  }
}

/// One case in this process; its figures go to standard output as JSON.
struct RunCase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "case", shouldDisplay: false)

  @Argument var name: String
  @Flag var quick = false

  mutating func run() async throws {
    guard let found = BenchmarkCase.all.first(where: { $0.name == name }) else {
      throw ValidationError("no case is named \(name)")
    }
    print(try Figure.json(await found.body(Effort(isQuick: quick))))
  }
}

struct BenchmarkFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
