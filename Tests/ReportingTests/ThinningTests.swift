import Testing

@testable import Reporting

@Suite struct ThinningTests {
  @Test func keepsTheEndsAndSpreadsTheRest() {
    for count in [2, 3, 10, 57, 400] {
      let x = (0..<count).map { Double($0 * $0) }
      let y = (0..<count).map { 1e6 - Double($0) }
      for limit in [2, 3, 8, 24] {
        let kept = Thinning.positions(x: x, y: y, limit: limit)
        #expect(kept.count == min(limit, count))
        #expect(kept.first == 0 && kept.last == count - 1)
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 })
      }
    }
  }

  @Test func ticksAreRoundAndWithinTheRange() {
    for most in [0.003, 0.7, 9, 10, 101, 4_999, 1e6, 3.3e9] {
      for kind in [AxisScale.Kind.linear, .logarithmic] {
        let scale = AxisScale(kind, values: [most / 700, most])
        let ticks = scale.ticks(6)
        #expect((2...12).contains(ticks.count), "\(most) \(kind): \(ticks)")
        #expect(ticks.allSatisfy { $0 >= scale.lower * 0.999 && $0 <= scale.upper * 1.001 })
        #expect(scale.position(most) != nil && scale.position(most * 100) == nil)
      }
    }
  }

  @Test func aScaleOfNothingIsStillAScale() {
    let scale = AxisScale(.logarithmic, values: [Double.nan, 0, -1])
    #expect(scale.upper > scale.lower && !scale.ticks(5).isEmpty)
  }
}
