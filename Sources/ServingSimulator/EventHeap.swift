/// Something that will happen to one client's request.
struct Event {
  /// When: a decode iteration of a lane, or a clock tick.
  var key: Int
  /// Request number: among equals the earlier request comes first.
  var number: Int32
  var client: Int32

  @inline(__always) static func < (left: Event, right: Event) -> Bool {
    left.key < right.key || (left.key == right.key && left.number < right.number)
  }
}

/// A 4-ary heap over memory of the arena.
///
/// Holds the ends of a lane's decoding sequences: they all advance by one iteration at a time, so an end is
/// known as an iteration number when the sequence begins and never moves. Also holds KV transfers.
struct EventHeap {
  private let base: UnsafeMutablePointer<Event>
  private(set) var count = 0

  init(base: UnsafeMutablePointer<Event>) { self.base = base }

  @inline(__always) var first: Event { base[0] }

  mutating func push(_ event: Event) {
    var hole = count
    count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) >> 2
      if !(event < base[parent]) { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = event
  }

  mutating func removeFirst() {
    count &-= 1
    if count == 0 { return }
    let moved = base[count]
    var hole = 0
    while true {
      let child = hole &* 4 &+ 1
      if child >= count { break }
      var least = child
      var other = child &+ 1
      let end = min(child &+ 4, count)
      while other < end {
        if base[other] < base[least] { least = other }
        other &+= 1
      }
      if !(base[least] < moved) { break }
      base[hole] = base[least]
      hole = least
    }
    base[hole] = moved
  }
}
