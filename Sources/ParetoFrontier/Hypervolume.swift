/// The area or volume that a frontier dominates: one figure for how good a set of points is.
public enum Hypervolume {
  /// Area between the points' frontier and a reference point that is worse than what counts.
  ///
  /// Points that are not better than the reference on both axes add nothing. Exact up to rounding.
  /// - Returns: unit of the first axis times unit of the second.
  /// - Complexity: O(n log n).
  public static func area(
    x: [Double], y: [Double], reference: (x: Double, y: Double) = (0, 0),
    xDirection: Direction = .maximise, yDirection: Direction = .maximise
  ) -> Double {
    let left = xDirection.oriented(reference.x)
    let bottom = yDirection.oriented(reference.y)
    var area = 0.0
    var ceiling = bottom
    // From the best first coordinate to the worst, the second coordinate rises: each point adds a slab.
    let front = ParetoFront.indices(x: x, y: y, xDirection: xDirection, yDirection: yDirection)
    let bestFirst = xDirection == .maximise ? front.reversed() : front
    for index in bestFirst {
      let width = xDirection.oriented(x[index]) - left
      let height = yDirection.oriented(y[index])
      guard width > 0 && height > ceiling else { continue }
      area += width * (height - ceiling)
      ceiling = height
    }
    return area
  }

  /// Volume between the frontier of points under three axes and a reference point that is worse than what counts.
  ///
  /// Points that are not better than the reference on every axis add nothing. Exact up to rounding: from the best
  /// first coordinate to the worst, each point of the front adds a prism whose base is what it adds to the area
  /// covered so far, and sums of positive terms lose no digits.
  /// - Parameters:
  ///   - columns: one array for each of three axes, all of one length below 2^32.
  ///   - reference: finite, one coordinate for each axis.
  /// - Returns: the product of the axes' units.
  /// - Complexity: O(n log n).
  public static func volume(
    columns: [[Double]], reference: [Double] = [0, 0, 0],
    directions: [Direction] = [.maximise, .maximise, .maximise]
  ) -> Double {
    precondition(
      columns.count == 3 && reference.count == 3 && directions.count == 3,
      "a column, a reference and a direction for each of three axes")
    precondition(columns.allSatisfy { $0.count == columns[0].count }, "columns of one length")
    let corner = zip(reference, directions).map { $1.oriented($0) }
    var volume = 0.0
    SpaceSweep(columns, directions, corner: reference).forEachMember { index, stairs, place in
      let point = (0..<3).map { directions[$0].oriented(columns[$0][index]) }
      let base = stairs.gain(point[1], point[2], at: place, corner: (corner[1], corner[2]))
      volume += base * (point[0] - corner[0])
    }
    return volume
  }
}
