import FrontierPoints
import ParetoFrontier

/// Frontiers and hypervolumes against sorting as many numbers.
enum FrontierCases {
  static let all: [BenchmarkCase] = [2, 3].flatMap { axes in
    ShapedPoints.Shape.allCases.flatMap { shape in
      [("1e4", 10_000), ("1e5", 100_000), ("1e6", 1_000_000)].map { label, count in
        BenchmarkCase(name: "frontier-\(axes)d-\(shape.rawValue)-\(label)", isQuick: count < 1_000_000) {
          figures(shape, axes: axes, count: count, label, $0)
        }
      }
    }
  }

  private static func figures(
    _ shape: ShapedPoints.Shape, axes: Int, count: Int, _ label: String, _ effort: Effort
  ) -> [Figure] {
    let columns = ShapedPoints(shape, axes: axes, count: count, seed: 1).columns
    let directions = [Direction](repeating: .maximise, count: axes)
    var front = 0
    let sort = effort.seconds(runs: 5) { precondition(columns[0].sorted().count == count) }
    let frontier = effort.seconds {
      front = ParetoFront.indices(columns: columns, directions: directions).count
    }
    var covered = 0.0
    let volume = effort.seconds {
      covered =
        axes == 2 ? Hypervolume.area(x: columns[0], y: columns[1]) : Hypervolume.volume(columns: columns)
    }
    precondition(front > 0 && covered > 0)
    let name = "\(axes)-D, \(label) \(shape.rawValue) points"
    // In three axes what moocore was seen to take for the thick set.
    let isJudged = count == 1_000_000 && (axes == 2 || shape == .thick)
    let limit: Figure.Goal? = isJudged ? .atMost(axes == 2 ? 80 : 324) : nil
    func figure(_ what: String, _ seconds: Double, _ goal: Figure.Goal? = nil) -> Figure {
      Figure(what, seconds * 1e3, "CPU ms", baseline: "sort", ratio: sort / seconds, goal: goal)
    }
    var figures = [
      figure("frontier \(name) (\(FigureTable.number(Double(front))))", frontier, limit),
      figure("hypervolume \(name)", volume),
    ]
    if axes == 2 {
      let streaming = effort.seconds {
        var stream = StreamingFront()
        for index in 0..<count {
          stream.insert(x: columns[0][index], y: columns[1][index], key: Int64(index), id: Int64(index))
        }
        precondition(stream.ids.count == front)
      }
      figures.append(figure("streaming frontier \(name)", streaming))
    }
    return figures
  }
}
