import ArgumentParser
import Foundation
import FrontierPoints
import ParetoFrontier

/// Writes points for other programs: 8-byte little-endian floats, one axis after the other.
struct WritePoints: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write-points", abstract: "Write a set of points for the comparison with peers.")

  @Argument(help: "uniform, thick or shell.")
  var shape: ShapedPoints.Shape
  @Argument(help: "Number of axes.") var axes: Int
  @Argument(help: "Number of points.") var count: Int
  @Argument(help: "File to write.") var path: String

  mutating func run() throws {
    let columns = ShapedPoints(shape, axes: axes, count: count, seed: 1).columns
    var data = Data()
    for column in columns {
      column.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try data.write(to: URL(fileURLWithPath: path))
  }
}

extension ShapedPoints.Shape: ExpressibleByArgument {}

/// Front and hypervolume of the points of a file, everything maximised and the reference at the origin: one line of
/// JSON with the CPU seconds that each took.
struct ReadPoints: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-points", abstract: "Frontier and hypervolume of a written set of points.")

  @Argument(help: "Number of axes: 2 or 3.") var axes: Int
  @Argument(help: "File to read.") var path: String

  private struct Found: Encodable {
    var front: Int
    var hypervolume: Double
    var frontSeconds: Double
    var hypervolumeSeconds: Double
  }

  mutating func run() throws {
    guard (2...3).contains(axes) else { throw ValidationError("\(axes) axes: 2 or 3 are needed") }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let values = data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    let count = values.count / axes
    let columns = (0..<axes).map { Array(values[$0 * count..<($0 + 1) * count]) }
    let directions = [Direction](repeating: .maximise, count: axes)
    var found = Found(front: 0, hypervolume: 0, frontSeconds: 0, hypervolumeSeconds: 0)
    let effort = Effort(isQuick: true)
    found.frontSeconds = effort.seconds {
      found.front = ParetoFront.indices(columns: columns, directions: directions).count
    }
    found.hypervolumeSeconds = effort.seconds {
      found.hypervolume =
        columns.count == 2
        ? Hypervolume.area(x: columns[0], y: columns[1]) : Hypervolume.volume(columns: columns)
    }
    print(String(decoding: try JSONEncoder().encode(found), as: UTF8.self))
  }
}
