/// Chooses members of a curve that are spread evenly along it.
enum Thinning {
  /// At most `limit` positions of a curve, its ends always among them, by rising position.
  ///
  /// Steps are measured on both axes relative to the curve's extent, so neither axis dominates.
  static func positions(x: [Double], y: [Double], limit: Int) -> [Int] {
    let count = x.count
    guard count > limit else { return Array(0..<count) }
    guard limit > 1 else { return limit == 1 ? [count / 2] : [] }
    let width = max((x.max() ?? 0) - (x.min() ?? 0), .leastNormalMagnitude)
    let height = max((y.max() ?? 0) - (y.min() ?? 0), .leastNormalMagnitude)
    var lengths = [0.0]
    for index in 1..<count {
      let step = abs(x[index] - x[index - 1]) / width + abs(y[index] - y[index - 1]) / height
      lengths.append(lengths[index - 1] + step)
    }
    let total = lengths[count - 1]
    var chosen: [Int] = []
    var next = 0
    for slot in 0..<limit {
      let target = total * Double(slot) / Double(limit - 1)
      // Leave one position for each slot still to come.
      let last = count - (limit - slot)
      while next < last && lengths[next] < target
        && abs(lengths[next + 1] - target) <= abs(lengths[next] - target)
      { next += 1 }
      chosen.append(slot == limit - 1 ? count - 1 : next)
      next = min(next + 1, count - 1)
    }
    return chosen
  }
}
