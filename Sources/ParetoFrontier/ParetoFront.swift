/// The non-dominated points of a set.
///
/// A point is dominated when another is at least as good on every axis and better on one. Of exact duplicates
/// the first in input order survives. A point with a coordinate that is not finite is on no frontier.
public enum ParetoFront {
  /// Indices of the non-dominated points of a plane, by rising first axis.
  ///
  /// What a coarse look shows to be dominated is dropped, the rest is sorted along the first axis and swept from
  /// its best end. ``StreamingFront`` does the same for points that come one after another.
  /// - Precondition: `x` and `y` have the same count, below 2^32.
  /// - Complexity: O(n) time and memory.
  public static func indices(
    x: [Double], y: [Double], xDirection: Direction = .maximise, yDirection: Direction = .maximise
  ) -> [Int] {
    precondition(x.count == y.count, "one y for each x")
    precondition(x.count < Int(UInt32.max), "more points than a 32-bit index can name")
    let members = SortedSweep.front(x: x, y: y, xDirection: xDirection, yDirection: yDirection)
    return xDirection == .maximise ? members : members.reversed()
  }

  /// One frontier for each group, and the joint one.
  /// - Parameter groups: the group of each point, from 0 up to `groupCount`.
  public static func grouped(
    x: [Double], y: [Double], groups: [Int], groupCount: Int,
    xDirection: Direction = .maximise, yDirection: Direction = .maximise
  ) -> (byGroup: [[Int]], joint: [Int]) {
    precondition(x.count == groups.count, "one group for each point")
    var members = [[Int]](repeating: [], count: groupCount)
    for (index, group) in groups.enumerated() { members[group].append(index) }
    let byGroup = members.map { own in
      indices(
        x: own.map { x[$0] }, y: own.map { y[$0] }, xDirection: xDirection, yDirection: yDirection
      ).map { own[$0] }
    }
    // The joint frontier lies within the groups' frontiers; input order decides between duplicates.
    let candidates = byGroup.flatMap { $0 }.sorted()
    let joint = indices(
      x: candidates.map { x[$0] }, y: candidates.map { y[$0] }, xDirection: xDirection,
      yDirection: yDirection
    ).map { candidates[$0] }
    return (byGroup, joint)
  }
}
