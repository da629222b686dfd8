import SeededNumbers

/// Points whose fronts differ in size, made with operations that every language rounds alike.
package struct ShapedPoints {
  package enum Shape: String, CaseIterable, Sendable {
    /// A tiny front.
    case uniform
    /// A realistic one.
    case thick
    /// All of them.
    case shell
  }

  /// One array for each axis, all to be maximised.
  package let columns: [[Double]]

  package init(_ shape: Shape, axes: Int, count: Int, seed: UInt64) {
    var generator = SplitMix(state: seed)
    func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    var columns = [[Double]](repeating: [], count: axes)
    for _ in 0..<count {
      var place = (0..<axes).map { _ in unit() }
      let noise = unit()
      if shape != .uniform {
        let radius = shape == .shell ? 1 : 1 - 0.3 * noise * noise
        let length = place.reduce(0) { $0 + $1 * $1 }.squareRoot()
        place = place.map { radius * ($0 / length) }
      }
      for axis in 0..<axes { columns[axis].append(place[axis]) }
    }
    self.columns = columns
  }
}
