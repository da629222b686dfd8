/// The front of points in a plane while it is being built: first coordinate rising, second falling, both maximised.
///
/// Entries lie in blocks, so that an insertion moves at most one block, however large the front is. The last first
/// coordinate of each block stands in an array of its own, and a search reads that array and one block.
struct BlockedStaircase: Sendable {
  /// Most entries of a block: small enough to be moved within the first cache, large enough for few blocks.
  static let blockSize = 256

  /// Where a point would stand: before entry `offset` of the block at `block` in their order.
  struct Place {
    var block: Int
    var offset: Int
  }

  /// Block `slot` holds its entries from `slot * blockSize` on.
  private(set) var us: [Double] = []
  private(set) var vs: [Double] = []
  /// Slots by rising first coordinate, with the size and the last first coordinate of each.
  private var slots: [Int] = []
  private var sizes: [Int] = []
  private var tops: [Double] = []
  private var freeSlots: [Int] = []

  /// What a search finds.
  enum Standing {
    /// An entry is at least as good on both axes.
    case covered
    case open(Place)
  }

  /// Where a point would stand. - Complexity: O(log front).
  @inline(__always)
  func standing(_ u: Double, _ v: Double) -> Standing {
    let block = Self.lowerBound(tops, 0, tops.count, u)
    guard block < tops.count else {
      return .open(
        tops.isEmpty ? Place(block: 0, offset: 0) : Place(block: block - 1, offset: sizes[block - 1]))
    }
    let start = slots[block] &* Self.blockSize
    let offset = Self.lowerBound(us, start, sizes[block], u)
    return vs[start &+ offset] >= v
      ? .covered : .open(Place(block: block, offset: offset))
  }

  /// Number of the `length` values from `start` on that are below `bound`. They rise.
  @inline(__always)
  private static func lowerBound(_ values: [Double], _ start: Int, _ length: Int, _ bound: Double) -> Int {
    values.withUnsafeBufferPointer { values in
      // The length halves whatever the comparison says, so that nothing has to be predicted but the last round.
      var base = start
      var length = length
      while length > 1 {
        let half = length >> 1
        base = values[base &+ half &- 1] < bound ? base &+ half : base
        length &-= half
      }
      return base &- start &+ (length == 1 && values[base] < bound ? 1 : 0)
    }
  }

  /// The area that a point adds to what the front covers above a corner.
  /// - Parameter place: from ``standing(_:_:)`` of the same point.
  /// - Complexity: O(entries that the point dominates).
  func gain(_ u: Double, _ v: Double, at place: Place, corner: (u: Double, v: Double)) -> Double {
    var right = u
    var height = corner.v
    if place.block < slots.count && place.offset < sizes[place.block] {
      height = vs[slots[place.block] * Self.blockSize + place.offset]
    }
    var area = 0.0
    var block = place.block
    var offset = place.offset
    while true {
      while offset == 0 && block > 0 {
        block -= 1
        offset = sizes[block]
      }
      guard offset > 0 else { break }
      offset -= 1
      let entry = slots[block] * Self.blockSize + offset
      area += (right - us[entry]) * (v - height)
      if vs[entry] >= v { return area }
      right = us[entry]
      height = vs[entry]
    }
    return area + (right - corner.u) * (v - height)
  }

  /// Puts a point where ``standing(_:_:)`` says, over every entry that it dominates.
  /// - Complexity: O(block) and O(1) for each entry that goes; each split or removal of a block moves the list of
  ///   blocks.
  @inline(never)
  mutating func insert(_ u: Double, _ v: Double, at place: Place) {
    if slots.isEmpty { addBlock(at: 0, size: 0, top: u) }
    var block = place.block
    let start = slots[block] * Self.blockSize
    var end = place.offset
    if end < sizes[block] && us[start + end] == u { end += 1 }
    var first = place.offset
    while first > 0 && vs[start + first - 1] <= v { first -= 1 }
    if first == 0 { block = dropBlocks(before: block, notAbove: v) }
    if first == end && sizes[block] == Self.blockSize {
      split(block)
      if first > sizes[block] {
        first -= sizes[block]
        block += 1
      }
      end = first
    }
    write(u, v, over: first..<end, of: block)
  }

  /// Removes what ends before a block and is dominated. Returns where the block stands afterwards.
  private mutating func dropBlocks(before block: Int, notAbove v: Double) -> Int {
    var first = block
    while first > 0 && vs[slots[first - 1] * Self.blockSize] <= v { first -= 1 }
    if first < block {
      freeSlots += slots[first..<block]
      slots.removeSubrange(first..<block)
      sizes.removeSubrange(first..<block)
      tops.removeSubrange(first..<block)
    }
    guard first > 0 else { return 0 }
    let start = slots[first - 1] * Self.blockSize
    var size = sizes[first - 1]
    while vs[start + size - 1] <= v { size -= 1 }
    sizes[first - 1] = size
    tops[first - 1] = us[start + size - 1]
    return first
  }

  /// Puts one entry in the place of a range of a block that has room for it.
  private mutating func write(_ u: Double, _ v: Double, over range: Range<Int>, of block: Int) {
    let start = slots[block] * Self.blockSize
    let size = sizes[block]
    let shift = 1 - range.count
    if shift != 0 {
      Self.move(&us, start + range.upperBound, by: shift, count: size - range.upperBound)
      Self.move(&vs, start + range.upperBound, by: shift, count: size - range.upperBound)
    }
    us[start + range.lowerBound] = u
    vs[start + range.lowerBound] = v
    sizes[block] = size + shift
    tops[block] = us[start + size + shift - 1]
  }

  /// Moves `count` values from `start` on, ranges may overlap.
  private static func move<Value>(_ values: inout [Value], _ start: Int, by shift: Int, count: Int) {
    values.withUnsafeMutableBufferPointer { values in
      guard count > 0, let base = values.baseAddress else { return }
      (base + start + shift).update(from: base + start, count: count)
    }
  }

  /// Gives the upper half of a block to a new one behind it.
  private mutating func split(_ block: Int) {
    let half = Self.blockSize / 2
    addBlock(at: block + 1, size: half, top: tops[block])
    let source = slots[block] * Self.blockSize + half
    let target = slots[block + 1] * Self.blockSize
    Self.move(&us, source, by: target - source, count: half)
    Self.move(&vs, source, by: target - source, count: half)
    sizes[block] = half
    tops[block] = us[source - 1]
  }

  private mutating func addBlock(at position: Int, size: Int, top: Double) {
    let slot = freeSlots.popLast() ?? us.count / Self.blockSize
    if slot * Self.blockSize == us.count {
      us.append(contentsOf: repeatElement(0, count: Self.blockSize))
      vs.append(contentsOf: repeatElement(0, count: Self.blockSize))
    }
    slots.insert(slot, at: position)
    sizes.insert(size, at: position)
    tops.insert(top, at: position)
  }
}
