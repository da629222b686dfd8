extension ParetoFront {
  /// Indices of the non-dominated points under any number of axes, by the first axis rising.
  ///
  /// Points are visited best first (lexicographically), so that none is dominated by a later one. With three
  /// axes the visited ones form a staircase in the other two; with more, each point meets the front.
  /// - Parameter columns: one array for each axis, all of one length.
  /// - Complexity: three axes O(n log n) plus one shift of the staircase for each member; more axes
  ///   O(n log n + n x front).
  public static func indices(columns: [[Double]], directions: [Direction]) -> [Int] {
    precondition(columns.count == directions.count && !columns.isEmpty, "one direction for each axis")
    precondition(columns.allSatisfy { $0.count == columns[0].count }, "columns of one length")
    if columns.count == 2 {
      return indices(
        x: columns[0], y: columns[1], xDirection: directions[0], yDirection: directions[1])
    }
    let oriented = zip(columns, directions).map { column, direction in column.map(direction.oriented) }
    let order = bestFirst(oriented)
    var kept: [Int]
    switch oriented.count {
    case 1: kept = Array(order.prefix(1))
    case 3:
      var stairs = Staircase(moveBudget: .max)
      kept = order.filter { stairs.insert(oriented[1][$0], oriented[2][$0], index: 0) }
    default: kept = filterAgainstFront(order, oriented)
    }
    kept.sort { left, right in
      columns[0][left] != columns[0][right] ? columns[0][left] < columns[0][right] : left < right
    }
    return kept
  }

  /// Finite points, lexicographically best first, input order on ties.
  private static func bestFirst(_ columns: [[Double]]) -> [Int] {
    columns[0].indices
      .filter { index in columns.allSatisfy { $0[index].isFinite } }
      .sorted { left, right in
        for column in columns where column[left] != column[right] { return column[left] > column[right] }
        return left < right
      }
  }

  /// Keeps each point that no kept one is at least as good as. Members that reject points move to the front
  /// of the line, as they reject most of what follows.
  private static func filterAgainstFront(_ order: [Int], _ columns: [[Double]]) -> [Int] {
    var kept: [Int] = []
    for candidate in order {
      let rejecting = kept.firstIndex { member in
        columns.allSatisfy { $0[member] >= $0[candidate] }
      }
      if let rejecting {
        if rejecting > 0 { kept.swapAt(rejecting, rejecting / 2) }
      } else {
        kept.append(candidate)
      }
    }
    return kept
  }
}
