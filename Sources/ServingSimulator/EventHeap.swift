/// Something that will happen to one client's request.
struct Event<Order: Comparable & BitwiseCopyable>: BitwiseCopyable {
  var order: Order
  var client: Int
}

/// A 4-ary heap over memory of the arena.
///
/// Holds the ends of a lane's decoding sequences: they all advance by one iteration at a time, so an end is
/// known as an iteration number when the sequence begins and never moves. Also holds KV transfers.
struct EventHeap<Order: Comparable & BitwiseCopyable> {
  private let base: UnsafeMutablePointer<Event<Order>>
  private(set) var count = 0

  init(base: UnsafeMutablePointer<Event<Order>>) { self.base = base }

  @inline(__always) var first: Event<Order> { base[0] }

  mutating func push(_ order: Order, client: Int) {
    var hole = count
    count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) >> 2
      if !(order < base[parent].order) { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = Event(order: order, client: client)
  }

  mutating func removeFirst() {
    count &-= 1
    let moved = base[count]
    var hole = 0
    var child = 1
    // Nodes with four children: pairs first, so that the comparisons do not wait for one another.
    while child &+ 3 < count {
      let left = child &+ (base[child &+ 1].order < base[child].order ? 1 : 0)
      let right = child &+ (base[child &+ 3].order < base[child &+ 2].order ? 3 : 2)
      let least = base[right].order < base[left].order ? right : left
      if !(base[least].order < moved.order) { break }
      base[hole] = base[least]
      hole = least
      child = hole &* 4 &+ 1
    }
    if child < count && child &+ 3 >= count {
      var least = child
      for other in (child &+ 1)..<max(count, child &+ 1) where base[other].order < base[least].order {
        least = other
      }
      if base[least].order < moved.order {
        base[hole] = base[least]
        hole = least
      }
    }
    base[hole] = moved
  }
}

/// The end of a decoding sequence: a decode iteration of its lane, then the earlier request, in one number.
struct FinishOrder: Comparable, BitwiseCopyable {
  /// More than a run may have requests; the other 36 bits hold 69 billion iterations.
  private static let numberBits: UInt64 = 28

  private let bits: UInt64

  init(iteration: Int, number: Int) {
    bits = UInt64(truncatingIfNeeded: iteration) << Self.numberBits | UInt64(truncatingIfNeeded: number)
  }

  var iteration: Int { Int(truncatingIfNeeded: bits >> Self.numberBits) }

  @inline(__always) static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

/// The end of a KV transfer: a time on the clock's grid, then the earlier request.
struct TransferOrder: Comparable, BitwiseCopyable {
  let tick: Double
  let number: Int

  @inline(__always) static func < (left: Self, right: Self) -> Bool {
    left.tick < right.tick || (left.tick == right.tick && left.number < right.number)
  }
}
