import SeededNumbers
import Testing

@testable import SweepEngine

/// Against a set.
@Suite struct TakenOrdinalsTests {
  @Test(arguments: [(5_000, 5_000), (1 << 40, 20_000)] as [(UInt64, Int)])
  func takenIsTakenAndTheRestIsFree(places: UInt64, samples: Int) {
    var random = SplitMix(state: places)
    var taken = TakenOrdinals(places: places, samples: UInt64(samples))
    var reference: Set<UInt64> = []
    // Half of them near one another, so that there are runs to go over.
    let near = min(places, 8_192)
    for index in 0..<samples {
      let ordinal = random.next() % (index.isMultiple(of: 2) ? near : places)
      #expect(taken.contains(ordinal) == reference.contains(ordinal))
      taken.insert(ordinal)
      reference.insert(ordinal)
      let start = random.next() % near
      let end = min(places, start + random.next() % 200)
      let free = (start..<max(start, end)).first { !reference.contains($0) }
      #expect(taken.firstFree(from: start, to: end) == free ?? max(start, end))
    }
    #expect(reference.allSatisfy { taken.contains($0) })
  }
}
