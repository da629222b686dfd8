import ServingModel

/// A run of decode-only iterations of one unchanged batch, summed in closed form.
///
/// The time of an iteration is piecewise linear in the mean cached length, which grows by a constant; so the
/// run is a few arithmetic series, one for each piece.
struct DecodeStretch {
  private let model: UnsafePointer<LaneModel>
  let rankDecodes: Int
  let decodes: Int
  /// Tokens by which every sequence grows in an iteration.
  let tokens: Double
  /// Mean cached length at the next iteration.
  var cached: Double

  init(batch: BatchLoad, of model: UnsafePointer<LaneModel>) {
    self.model = model
    rankDecodes = batch.rankDecodes
    decodes = batch.decodes
    tokens = model.pointee.tokensPerIteration
    cached = batch.meanCachedTokens
  }

  /// Iterations of equally growing times.
  struct Piece {
    var first: Double
    var growth: Double
    var count: Int

    /// Milliseconds of the first `count` iterations.
    @inline(__always) func sum(_ count: Int) -> Double {
      let number = Double(count)
      return number * first + growth * (number * (number - 1) * 0.5)
    }
  }

  /// The next piece, of at most `limit` iterations; moves on behind it.
  @inline(__always) mutating func piece(limit: Int) -> Piece {
    let segment = model.pointee.times.decodeSegment(
      rankDecodes: rankDecodes, decodes: decodes, meanCachedTokens: cached)
    let room = segment.endCachedTokens - cached
    let count = room >= Double(limit) * tokens ? limit : max(1, wholeUp(room / tokens))
    cached += Double(count) * tokens
    return Piece(
      first: segment.milliseconds, growth: segment.millisecondsPerCachedToken * tokens, count: count)
  }

  /// Milliseconds of `iterations` iterations.
  func duration(iterations: Int) -> Double {
    var rest = self
    var left = iterations
    var total = 0.0
    while left > 0 {
      let piece = rest.piece(limit: left)
      total += piece.sum(piece.count)
      left &-= piece.count
    }
    return total
  }

  /// The fewest iterations after which the clock, now at `start`, has reached `goal`, and what it then shows.
  /// - Parameter limit: iterations of the whole stretch; it is known to reach the goal.
  func iterations(
    from start: Double, reaching goal: Double, limit: Int
  ) -> (count: Int, end: Double) {
    var rest = self
    var done = 0
    var total = 0.0
    while done < limit {
      let piece = rest.piece(limit: limit &- done)
      let whole = total + piece.sum(piece.count)
      if tick(start + whole) < goal && done &+ piece.count < limit {
        total = whole
        done &+= piece.count
        continue
      }
      // Root of the series' sum, in the form that stays exact as the growth goes to zero.
      let target = goal - start - total
      let slope = piece.first - 0.5 * piece.growth
      let root = max(0, slope * slope + 2 * piece.growth * target).squareRoot()
      let guess = 2 * target / (slope + root)
      var count = guess > 0 ? (guess < Double(piece.count) ? wholeUp(guess) : piece.count) : 1
      while count > 1 && tick(start + (total + piece.sum(count &- 1))) >= goal { count &-= 1 }
      while count < piece.count && tick(start + (total + piece.sum(count))) < goal { count &+= 1 }
      return (done &+ count, start + (total + piece.sum(count)))
    }
    return (limit, start + total)
  }
}
