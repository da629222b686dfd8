/// Memory for plain values that is kept from one simulation to the next.
struct Pool<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity: Int

  init() {
    capacity = 16
    base = .allocate(capacity: 16)
  }

  deinit { base.deallocate() }

  /// Room for `count` elements; what was there is lost.
  mutating func reserve(_ count: Int) -> UnsafeMutablePointer<Element> {
    if count > capacity {
      base.deallocate()
      capacity = count
      base = .allocate(capacity: count)
    }
    return base
  }
}
