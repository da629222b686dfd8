extension ParetoFront {
  /// Indices of the non-dominated points under any number of axes, by the first axis rising.
  ///
  /// Points are visited best first (lexicographically), so that none is dominated by a later one. With three
  /// axes the visited ones form a staircase in the other two; with more, each point meets the front.
  /// - Parameter columns: one array for each axis, all of one length (below 2^32 with two or three axes).
  /// - Complexity: up to three axes O(n log n); more axes O(n log n + n x front).
  public static func indices(columns: [[Double]], directions: [Direction]) -> [Int] {
    precondition(columns.count == directions.count && !columns.isEmpty, "one direction for each axis")
    precondition(columns.allSatisfy { $0.count == columns[0].count }, "columns of one length")
    if columns.count == 2 {
      return indices(
        x: columns[0], y: columns[1], xDirection: directions[0], yDirection: directions[1])
    }
    if columns.count == 3 { return front(SpaceSweep(columns, directions), columns[0], directions[0]) }
    let oriented = zip(columns, directions).map { column, direction in column.map(direction.oriented) }
    let order = bestFirst(oriented)
    var kept: [Int]
    if oriented.count == 1 {
      kept = Array(order.prefix(1))
    } else {
      kept = filterAgainstFront(order, oriented)
    }
    kept.sort { left, right in
      columns[0][left] != columns[0][right] ? columns[0][left] < columns[0][right] : left < right
    }
    return kept
  }

  /// The front of three axes, by the first one rising and then by index.
  private static func front(_ sweep: SpaceSweep, _ first: [Double], _ direction: Direction) -> [Int] {
    var kept: [Int] = []
    sweep.forEachMember { index, _, _ in kept.append(index) }
    if direction == .maximise { kept.reverse() }
    var start = 0
    for end in 1...max(1, kept.count) where end >= kept.count || first[kept[end]] != first[kept[start]] {
      if end - start > 1 { kept[start..<min(end, kept.count)].sort() }
      start = end
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
