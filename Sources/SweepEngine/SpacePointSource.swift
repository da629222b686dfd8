public import DesignSpace
public import Search
public import ServingModel

/// The candidates that a search chooses from a space.
///
/// A grid gives the space's own order. Samples are taken in batches, and the candidates of one batch are
/// put in the space's order, so that those of one deployment come one after the other. No place comes
/// twice: where a sample falls on a place that was given already, the next free one stands in for it.
/// Places that repeat another under a value of an axis that does not exist there are no candidates.
public struct SpacePointSource: PointSource, Sendable {
  /// Proposals ordered together. Fixed, so that the stream does not depend on how it is read.
  private static let batch = 4096

  private let space: Space
  private var search: any Search
  private var taken: TakenOrdinals
  /// Whether the search goes through the space in order: then chunks are ranges.
  private let isWhole: Bool
  private var nextInOrder: UInt64 = 0
  private var ready: [UInt64] = []
  private var position = 0
  private var isAtEnd = false
  /// Every place has been given.
  private var isExhausted = false

  public init(space: Space, search: any Search) {
    self.space = space
    self.search = search
    isWhole = search is GridSearch && search.total == space.count
    // Of no use where proposals are ordinals, and then it is not large.
    taken = TakenOrdinals(
      places: search is GridSearch ? 0 : space.count, samples: search.total ?? space.count)
  }

  /// - Parameters:
  ///   - search: a name of ``Searches/names``.
  ///   - budget: most candidates; absent: every place.
  /// - Throws: `UnknownSearch`
  public init(space: Space, search: String, budget: UInt64? = nil, seed: UInt64 = 0) throws(UnknownSearch) {
    let request = SearchRequest(
      count: space.count, dimensions: space.dimensions, budget: budget, seed: seed)
    self.init(space: space, search: try Searches.named(search, request))
  }

  /// Places in all. Samples of spaces with axes that do not exist everywhere (`when:`) may come to their end before.
  public var total: Int? { search.total.map { Int(min($0, UInt64(Int.max))) } }

  public mutating func next(_ limit: Int) -> CandidateChunk? {
    let space = space
    if isWhole {
      guard nextInOrder < space.count else { return nil }
      let start = nextInOrder
      nextInOrder = start + min(UInt64(max(1, limit)), space.count - start)
      let range = start..<nextInOrder
      return CandidateChunk { space.candidates(in: range) }
    }
    guard refill() else { return nil }
    let end = min(ready.count, position + max(1, limit))
    let ordinals = ready[position..<end]
    position = end
    return CandidateChunk { space.candidates(at: ordinals) }
  }

  /// Makes sure that an ordinal is ready; false at the end.
  private mutating func refill() -> Bool {
    while position >= ready.count, !isAtEnd {
      let proposals = search.propose(Self.batch)
      isAtEnd = proposals.isEmpty
      position = 0
      ready = proposals.compactMap { ordinal(of: $0) }
      ready.sort()
    }
    return position < ready.count
  }

  private mutating func ordinal(of proposal: Proposal) -> UInt64? {
    switch proposal {
    case .ordinal(let ordinal): return ordinal
    case .unit(let point):
      if isExhausted { return nil }
      return free(from: space.ordinal(unit: point))
    }
  }

  /// Takes the next free place, from the space's first one again behind its last one. A search makes no more
  /// proposals than there are places, so one exists, unless axes that do not exist everywhere have made fewer
  /// places than `count`.
  private mutating func free(from first: UInt64) -> UInt64? {
    for (start, end) in [(first, space.count), (0, first)] {
      var ordinal = taken.firstFree(from: start, to: end)
      while ordinal < end {
        taken.insert(ordinal)
        if !space.isDuplicate(ordinal) { return ordinal }
        ordinal = taken.firstFree(from: ordinal + 1, to: end)
      }
    }
    isExhausted = true
    return nil
  }
}
