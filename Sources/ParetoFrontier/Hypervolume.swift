/// The area that a frontier dominates: one figure for how good a set of points is.
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
}
