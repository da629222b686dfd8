public import ServingModel

extension Space {
  /// What a range of ordinals holds: the same as ``candidate(at:)`` at each of them, with rejections counted
  /// by rule instead of explained.
  ///
  /// Neighbours are computed from one another, and places that are rejected for digits that they share are
  /// counted without a look at each: for long ranges this is several times faster.
  /// - Precondition: `ordinals.upperBound <= count`
  public func candidates(in ordinals: Range<UInt64>) -> CandidateTally {
    var tally = CandidateTally()
    var next = ordinals.lowerBound
    while next < ordinals.upperBound {
      let (index, _) = locate(next)
      let end = min(starts[index + 1], ordinals.upperBound)
      walk(index) { walk in
        while next < end {
          let (verdict, places) = walk.look(at: next - starts[index])
          let here = min(places, end - next)
          tally.count(verdict, places: Int(here))
          next += here
        }
      }
    }
    return tally
  }

  /// The same at ordinals in ascending order.
  public func candidates(at ordinals: some Collection<UInt64>) -> CandidateTally {
    var tally = CandidateTally()
    var position = ordinals.startIndex
    while position != ordinals.endIndex {
      let (index, _) = locate(ordinals[position])
      walk(index) { walk in
        while position != ordinals.endIndex, ordinals[position] < starts[index + 1] {
          tally.count(walk.look(at: ordinals[position] - starts[index]).verdict, places: 1)
          ordinals.formIndex(after: &position)
        }
      }
    }
    return tally
  }

  private func walk(_ index: Int, _ body: (inout PlaceWalk) -> Void) {
    let block = blocks[index]
    block.withMachine(tables: tables) { machine in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: block.axes.count + 1) { memory in
        guard let digits = memory.baseAddress else { return }
        digits.initialize(repeating: 0, count: block.axes.count + 1)
        var walk = PlaceWalk(block, tables: tables, machine: machine, digits: digits)
        body(&walk)
      }
    }
  }
}

extension CandidateTally {
  fileprivate mutating func count(_ verdict: PlaceWalk.Verdict, places: Int) {
    switch verdict {
    case .point(let point): points.append(point)
    case .rejected(let rule): rejected[rule, default: 0] += places
    case .inactive: absent += places
    }
  }
}
