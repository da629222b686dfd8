import Testing

@testable import Search

/// What every search must keep.
@Suite struct SearchContractTests {
  static let names = Searches.names

  private func all(_ name: String, _ request: SearchRequest, step: Int = 7) throws -> [Proposal] {
    var search = try Searches.named(name, request)
    var proposals: [Proposal] = []
    while true {
      let next = search.propose(step)
      if next.isEmpty { return proposals }
      #expect(next.count <= step)
      proposals += next
    }
  }

  @Test(arguments: names) func aSeedFixesTheProposals(name: String) throws {
    let request = SearchRequest(count: 10_000, dimensions: 5, budget: 100, seed: 3)
    // However the stream is cut, it is the same stream.
    #expect(try all(name, request, step: 7) == all(name, request, step: 64))
  }

  @Test(arguments: names) func seedsDifferUnlessTheOrderIsFixed(name: String) throws {
    let first = try all(name, SearchRequest(count: 10_000, dimensions: 5, budget: 100, seed: 3))
    let second = try all(name, SearchRequest(count: 10_000, dimensions: 5, budget: 100, seed: 4))
    #expect((first == second) == (name == "grid"))
  }

  @Test(arguments: names) func theBudgetIsKept(name: String) throws {
    for (count, budget, expected) in [
      (UInt64(1000), UInt64(37), 37), (20, 37, 20), (20, 0, 0), (1, 1, 1), (0, 5, 0),
    ] {
      let request = SearchRequest(count: count, dimensions: 3, budget: budget, seed: 1)
      #expect(try all(name, request).count == expected)
      #expect(try Searches.named(name, request).total == UInt64(expected))
    }
    #expect(try all(name, SearchRequest(count: 53, dimensions: 2)).count == 53)
  }

  @Test(arguments: names) func proposalsLieInTheSpace(name: String) throws {
    let request = SearchRequest(count: 5000, dimensions: 70, budget: 300, seed: 9)
    for proposal in try all(name, request) {
      switch proposal {
      case .ordinal(let ordinal): #expect(ordinal < 5000)
      case .unit(let point):
        #expect(point.count == 70)
        #expect(point.allSatisfy { $0 >= 0 && $0 < 1 })
      }
    }
  }

  @Test func unknownNamesGetASuggestion() {
    let request = SearchRequest(count: 1, dimensions: 1)
    #expect(throws: UnknownSearch(name: "sobl", nearest: "sobol")) { try Searches.named("sobl", request) }
  }

  @Test func theGridIsTheSpaceInOrder() throws {
    #expect(try all("grid", SearchRequest(count: 20, dimensions: 2)) == (0..<20).map { .ordinal($0) })
    let thinned = try all("grid", SearchRequest(count: 10, dimensions: 2, budget: 4))
    #expect(thinned == [.ordinal(0), .ordinal(2), .ordinal(5), .ordinal(7)])
    let huge = try all("grid", SearchRequest(count: 3 << 60, dimensions: 2, budget: 3))
    #expect(huge == [.ordinal(0), .ordinal(1 << 60), .ordinal(2 << 60)])
  }
}

/// How evenly the space-filling searches cover the cube.
@Suite struct StratificationTests {
  private func points(_ name: String, count: Int, dimensions: Int, seed: UInt64) throws -> [[Double]] {
    let request = SearchRequest(
      count: 1 << 40, dimensions: dimensions, budget: UInt64(count), seed: seed)
    var search = try Searches.named(name, request)
    return search.propose(count).compactMap { if case .unit(let point) = $0 { point } else { nil } }
  }

  /// Points in each of `slices` equal slices of one dimension.
  private func histogram(_ points: ArraySlice<[Double]>, dimension: Int, slices: Int) -> [Int] {
    var counts = Array(repeating: 0, count: slices)
    for point in points { counts[Int(point[dimension] * Double(slices))] += 1 }
    return counts
  }

  @Test(arguments: [1, 2, 77] as [UInt64]) func everyPowerOfTwoPrefixOfSobolIsStratified(seed: UInt64) throws
  {
    let points = try points("sobol", count: 1024, dimensions: 64, seed: seed)
    for power in 0...10 {
      let size = 1 << power
      for dimension in 0..<64 {
        let counts = histogram(points[0..<size], dimension: dimension, slices: size)
        #expect(counts.allSatisfy { $0 == 1 }, "dimension \(dimension), prefix \(size)")
      }
    }
  }

  /// The first two dimensions are a (0, m, 2)-net: every box of area 2^-m holds one point. Uniform points
  /// or wrong direction numbers fail this.
  @Test func twoDimensionsOfSobolAreANet() throws {
    let points = try points("sobol", count: 256, dimensions: 2, seed: 5)
    for split in 0...8 {
      let (columns, rows) = (1 << split, 1 << (8 - split))
      let boxes = Set(points.map { Int($0[0] * Double(columns)) * rows + Int($0[1] * Double(rows)) })
      #expect(boxes.count == 256)
    }
  }

  /// Direction numbers of dimension 4 worked out by hand from x^3 + x + 1 and 1, 3, 1:
  /// m_4 = 4 m_2 ^ 8 m_1 ^ m_1 = 12 ^ 8 ^ 1 = 5, m_5 = 4 m_3 ^ 8 m_2 ^ m_2 = 4 ^ 24 ^ 3 = 31.
  @Test func directionNumbersFollowTheRecurrence() {
    let vectors = SobolDirections.vectors(dimension: 3)
    let integers = vectors.enumerated().map { $1 >> UInt32(31 - $0) }
    #expect(Array(integers[0..<5]) == [1, 3, 1, 5, 31])
  }

  @Test(arguments: [1, 10, 97, 1000]) func latinHypercubeHitsEveryStratumOnce(count: Int) throws {
    let points = try points("lhs", count: count, dimensions: 8, seed: 11)
    for dimension in 0..<8 {
      #expect(histogram(points[...], dimension: dimension, slices: count).allSatisfy { $0 == 1 })
    }
  }

  @Test func uniformPointsFillTheCube() throws {
    let points = try points("random", count: 4000, dimensions: 3, seed: 2)
    for dimension in 0..<3 {
      let counts = histogram(points[...], dimension: dimension, slices: 8)
      // 500 expected, standard deviation 21.
      #expect(counts.allSatisfy { abs($0 - 500) < 110 })
    }
  }
}
