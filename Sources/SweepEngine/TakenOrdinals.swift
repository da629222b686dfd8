/// The places of a space that a sampled search has taken: a bit for each place where that is small, else a
/// table of the taken ones.
struct TakenOrdinals: Sendable {
  private enum Storage: Sendable {
    case bits([UInt64])
    case table(OrdinalTable)
  }

  private var storage: Storage

  /// - Parameters:
  ///   - places: of the space.
  ///   - samples: most places that will be taken: a bit for each place costs no more than 16 bytes for each
  ///     of them, or 1 MB.
  init(places: UInt64, samples: UInt64) {
    let isDense = places >> 7 <= max(samples, 1 << 16)
    storage = isDense ? .bits([UInt64](repeating: 0, count: Int(places / 64 + 1))) : .table(OrdinalTable())
  }

  func contains(_ ordinal: UInt64) -> Bool {
    switch storage {
    case .bits(let words): words[Int(ordinal >> 6)] >> (ordinal & 63) & 1 == 1
    case .table(let table): table.contains(ordinal)
    }
  }

  mutating func insert(_ ordinal: UInt64) {
    switch storage {
    case .bits(var words):
      // Emptied first, so that the words are not copied.
      storage = .bits([])
      words[Int(ordinal >> 6)] |= 1 << (ordinal & 63)
      storage = .bits(words)
    case .table(var table):
      storage = .bits([])
      table.insert(ordinal)
      storage = .table(table)
    }
  }

  /// The first place from this one on that is not taken, as far as `end`, which may be given where there is none.
  func firstFree(from ordinal: UInt64, to end: UInt64) -> UInt64 {
    var next = ordinal
    guard case .bits(let words) = storage else {
      while next < end, contains(next) { next += 1 }
      return next
    }
    while next < end {
      let taken = words[Int(next >> 6)] >> (next & 63)
      let run = UInt64((~taken).trailingZeroBitCount)
      if run < 64 - (next & 63) { return min(end, next + run) }
      next = (next | 63) + 1
    }
    return end
  }
}

/// A set of ordinals in one flat table, 8 bytes an entry and at least as many free ones.
struct OrdinalTable: Sendable {
  /// Ordinals plus one; 0 is free.
  private var entries = [UInt64](repeating: 0, count: 1 << 10)
  private var count = 0

  /// Where the ordinal is or would go.
  private func slot(of ordinal: UInt64) -> Int {
    let mask = entries.count - 1
    // Fibonacci hashing: neighbours lie far apart.
    var slot = Int(truncatingIfNeeded: (ordinal &* 0x9e37_79b9_7f4a_7c15) >> 20) & mask
    while entries[slot] != 0, entries[slot] != ordinal + 1 { slot = (slot + 1) & mask }
    return slot
  }

  func contains(_ ordinal: UInt64) -> Bool { entries[slot(of: ordinal)] != 0 }

  mutating func insert(_ ordinal: UInt64) {
    let slot = slot(of: ordinal)
    guard entries[slot] == 0 else { return }
    entries[slot] = ordinal + 1
    count += 1
    if count * 3 > entries.count * 2 { grow() }
  }

  private mutating func grow() {
    let old = entries
    entries = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { entries[slot(of: entry - 1)] = entry }
  }
}
