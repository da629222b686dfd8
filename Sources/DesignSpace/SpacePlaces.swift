public import ServingModel

extension Space {
  /// The candidate at an ordinal below ``count``. Neighbouring ordinals share a deployment: the axes of the
  /// workload vary fastest, concurrency the fastest of all.
  ///
  /// A place that differs from another only in an axis that does not exist there is rejected as
  /// `duplicate`, unless that axis has its first value.
  /// - Precondition: `ordinal < count`.
  public func candidate(at ordinal: UInt64) -> Candidate {
    let (index, offset) = locate(ordinal)
    let block = blocks[index]
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: block.axes.count + 1) { memory in
      guard let digits = memory.baseAddress else { return .rejected(Self.duplicate) }
      Self.write(offset, to: digits, axes: block.axes)
      switch block.candidate(digits, tables: tables) {
      case .candidate(let candidate): return candidate
      case .inactive: return .rejected(Self.duplicate)
      }
    }
  }

  private static let duplicate = Rejection(
    .duplicate, "an axis does not exist here; the point stands at the axis's first value")

  /// The candidate nearest to a point of the unit cube.
  public func candidate(unit: [Double]) -> Candidate { candidate(at: ordinal(unit: unit)) }

  /// The ordinal nearest to a point of the unit cube of ``dimensions``: the first coordinate chooses a block
  /// in proportion to its places, the others a value of each of its axes. Axes that do not exist at that
  /// place take their first value, so no point has two ordinals here. Missing coordinates count as 0.
  public func ordinal(unit: [Double]) -> UInt64 {
    let target = min(UInt64(max(0, min(1, unit.first ?? 0)) * Double(count)), count - 1)
    let index = locate(target).block
    let block = blocks[index]
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: block.axes.count + 1) { memory in
      guard let digits = memory.baseAddress else { return starts[index] }
      for (axis, dimension) in block.axes.enumerated() {
        let share = axis + 1 < unit.count ? max(0, min(1, unit[axis + 1])) : 0
        digits[axis] = min(Int(share * Double(dimension.count)), dimension.count - 1)
      }
      block.canonicalise(digits, tables: tables)
      return starts[index] + Self.read(digits, axes: block.axes)
    }
  }

  func locate(_ ordinal: UInt64) -> (block: Int, offset: UInt64) {
    precondition(ordinal < count, "ordinal \(ordinal) is not below \(count)")
    var low = 0
    var high = blocks.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= ordinal { low = middle } else { high = middle - 1 }
    }
    return (low, ordinal - starts[low])
  }

  static func write(_ offset: UInt64, to digits: UnsafeMutablePointer<Int>, axes: [BlockAxis]) {
    var rest = offset
    for index in axes.indices.reversed() {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: UInt64(axes[index].count))
      digits[index] = Int(remainder)
      rest = quotient
    }
  }

  static func read(_ digits: UnsafeMutablePointer<Int>, axes: [BlockAxis]) -> UInt64 {
    var offset: UInt64 = 0
    for index in axes.indices { offset = offset * UInt64(axes[index].count) + UInt64(digits[index]) }
    return offset
  }
}

extension Space {
  /// Whether the place repeats another one under a value of an axis that does not exist there.
  public func isDuplicate(_ ordinal: UInt64) -> Bool {
    let (index, offset) = locate(ordinal)
    let block = blocks[index]
    guard block.hasInactiveAxes else { return false }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: block.axes.count + 1) { memory in
      guard let digits = memory.baseAddress else { return false }
      Self.write(offset, to: digits, axes: block.axes)
      block.canonicalise(digits, tables: tables)
      return Self.read(digits, axes: block.axes) != offset
    }
  }
}
