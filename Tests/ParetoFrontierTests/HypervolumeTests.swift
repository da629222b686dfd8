import FrontierPoints
import Testing

@testable import ParetoFrontier

@Suite struct HypervolumeTests {
  /// Unit cells between `corner` and what a point reaches on every axis.
  private func cells(_ set: [[Double]], _ corner: [Int], upTo top: Int) -> Int {
    let finite = set[0].indices.filter { index in set.allSatisfy { $0[index].isFinite } }
    var cells = [[Int]]()
    for axis in set.indices {
      let steps = Array(corner[axis]..<top)
      cells = cells.isEmpty ? steps.map { [$0] } : cells.flatMap { cell in steps.map { cell + [$0] } }
    }
    return cells.count { cell in
      finite.contains { index in zip(set, cell).allSatisfy { $0[index] >= Double($1 + 1) } }
    }
  }

  @Test func isTheAreaOfUnitCells() {
    for seed in 0..<200 as Range<UInt64> {
      let set = PointSets.random(seed: seed * 3 + 1)
      let area = Hypervolume.area(x: set[0], y: set[1], reference: (-3, -2))
      #expect(abs(area - Double(cells(set, [-3, -2], upTo: 5))) < 1e-9, "seed \(seed)")
      let mirrored = Hypervolume.area(
        x: set[0].map { -$0 }, y: set[1], reference: (3, -2), xDirection: .minimise)
      #expect(abs(area - mirrored) < 1e-9)
    }
  }

  @Test func isTheVolumeOfUnitCells() {
    for seed in 0..<60 as Range<UInt64> {
      let set = PointSets.random(seed: seed * 3 + 1, axes: 3)
      let volume = Hypervolume.volume(columns: set, reference: [-3, -2, -4])
      #expect(abs(volume - Double(cells(set, [-3, -2, -4], upTo: 5))) < 1e-9, "seed \(seed)")
      let mirrored = Hypervolume.volume(
        columns: [set[0], set[1].map { -$0 }, set[2]], reference: [-3, 2, -4],
        directions: [.maximise, .minimise, .maximise])
      #expect(abs(volume - mirrored) < 1e-9)
      let turned = Hypervolume.volume(columns: [set[2], set[0], set[1]], reference: [-4, -3, -2])
      #expect(abs(volume - turned) < 1e-9)
    }
  }

  @Test func addsUpWhatSlicesCover() {
    for levels in [4, 1_000] {
      let set = PointSets.large(seed: 9, axes: 3, count: 400, levels: levels)
      let low = -Double(levels) / 2
      // Between neighbouring values of the first axis the covered area is that of all points beyond.
      let ends = Set(set[0].filter { $0.isFinite && $0 > low } + [low]).sorted()
      var volume = 0.0
      for (left, right) in zip(ends, ends.dropFirst()) {
        let beyond = set[0].indices.filter { set[0][$0].isFinite && set[0][$0] >= right }
        volume +=
          (right - left)
          * Hypervolume.area(
            x: beyond.map { set[1][$0] }, y: beyond.map { set[2][$0] }, reference: (low, low))
      }
      let found = Hypervolume.volume(columns: set, reference: [low, low, low])
      #expect(abs(found - volume) <= 1e-12 * volume)
    }
  }

  @Test func nothingCoversNothing() {
    #expect(Hypervolume.volume(columns: [[], [], []]) == 0)
    #expect(Hypervolume.volume(columns: [[1], [2], [0]]) == 0)
    #expect(Hypervolume.volume(columns: [[1, 1], [2, 2], [3, 3]]) == 6)
    #expect(Hypervolume.volume(columns: [[.infinity], [2], [3]]) == 0)
  }

  /// Sizes of fronts and hypervolumes of ``ShapedPoints`` as moocore 0.3.2 gives them (`is_nondominated` and
  /// `hypervolume` with the reference at the origin, everything maximised).
  private static let golden: [(ShapedPoints.Shape, axes: Int, count: Int, front: Int, hypervolume: Double)] =
    [
      (.uniform, 2, 1_000, 7, 0.9957417550715295),
      (.uniform, 2, 20_000, 19, 0.9992746279396018),
      (.thick, 2, 1_000, 117, 0.7783145389893826),
      (.thick, 2, 20_000, 899, 0.7844293624058895),
      (.shell, 2, 1_000, 1_000, 0.7846541465589414),
      (.shell, 2, 20_000, 20_000, 0.7853604756980628),
      (.uniform, 3, 1_000, 31, 0.9695901232519964),
      (.uniform, 3, 20_000, 54, 0.996862880118207),
      (.thick, 3, 1_000, 340, 0.47736712277568377),
      (.thick, 3, 20_000, 3_541, 0.5087529434857612),
      (.shell, 3, 1_000, 1_000, 0.5022578895584775),
      (.shell, 3, 20_000, 20_000, 0.5189923720654867),
    ]

  @Test func agreesWithMoocore() {
    for (shape, axes, count, front, expected) in Self.golden {
      let set = ShapedPoints(shape, axes: axes, count: count, seed: 1).columns
      let directions = [Direction](repeating: .maximise, count: axes)
      #expect(ParetoFront.indices(columns: set, directions: directions).count == front)
      let found = axes == 2 ? Hypervolume.area(x: set[0], y: set[1]) : Hypervolume.volume(columns: set)
      #expect(abs(found - expected) <= 1e-12 * expected, "\(shape) \(axes) \(count)")
    }
  }
}
