public import DesignSpace
public import Search
public import ServingModel

/// The candidates that a search chooses from a space.
///
/// A grid gives the space's own order. Samples are taken in batches, and the candidates of one batch are
/// put in the space's order, so that those of one deployment come one after the other. No place comes
/// twice: where a sample falls on a place that was given already, the next free one stands in for it.
/// Places that repeat another under a value of an axis that does not exist there are left out.
public struct SpacePointSource: PointSource {
  /// Proposals ordered together. Fixed, so that the stream does not depend on how it is read.
  private static let batch = 4096

  /// Spaces up to this size are gone through once to find out how many places are not repeated: a few
  /// hundred milliseconds at most, and the progress of their sweeps is exact.
  private static let countedPlaces: UInt64 = 200_000

  private let space: Space
  private var search: any Search
  private var seen: Set<UInt64> = []
  private var ready: [UInt64] = []
  private var position = 0
  private var isAtEnd = false
  /// Every place has been given.
  private var isExhausted = false

  public init(space: Space, search: any Search) {
    self.space = space
    self.search = search
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

  /// Candidates in all; in large or sampled spaces an upper bound where axes do not exist everywhere (`when:`).
  /// - Complexity: O(places) in a small grid, which is counted: to be asked once, and not for a complete run.
  public var total: Int? {
    if search is GridSearch, search.total == space.count, space.count <= Self.countedPlaces {
      return (0..<space.count).count { !space.isDuplicate($0) }
    }
    return search.total.map { Int(min($0, UInt64(Int.max))) }
  }

  public mutating func next(_ limit: Int) -> [Candidate] {
    var candidates: [Candidate] = []
    candidates.reserveCapacity(limit)
    while candidates.count < limit, refill() {
      let candidate = space.candidate(at: ready[position])
      position += 1
      if case .rejected(let rejection) = candidate, rejection.rule == .duplicate { continue }
      candidates.append(candidate)
    }
    return candidates
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
      let first = space.ordinal(unit: point)
      // A search makes no more proposals than there are places, so a free one exists, unless axes that do
      // not exist everywhere have made fewer places than `count`.
      var ordinal = first
      while seen.contains(ordinal) || space.isDuplicate(ordinal) {
        ordinal = ordinal + 1 < space.count ? ordinal + 1 : 0
        if ordinal == first {
          isExhausted = true
          return nil
        }
      }
      seen.insert(ordinal)
      return ordinal
    }
  }
}
