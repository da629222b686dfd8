/// Sums over the sequences that run in one engine iteration.
public struct IterationLoad: Sendable, Hashable {
  /// Prompt tokens computed on the most loaded attention-DP rank.
  public var rankPrefillTokens = 0
  /// Attention work of those tokens: sum over chunks of tokens x (tokens cached before + half the chunk).
  public var rankPrefillWork = 0.0
  /// Decoding sequences on the most loaded rank.
  public var rankDecodes = 0
  /// Mean number of cached tokens of the decoding sequences of the most loaded rank.
  public var meanCachedTokens = 0.0
  /// Prompt tokens over all ranks.
  public var prefillTokens = 0
  /// Decoding sequences over all ranks.
  public var decodes = 0

  public init() {}
}

/// A stretch of decode-only iterations whose time grows by the same amount with each cached token.
public struct DecodeSegment: Sendable {
  /// Milliseconds of an iteration at the asked mean cached length.
  public var milliseconds: Double
  /// Further milliseconds for each further cached token per sequence.
  public var millisecondsPerCachedToken: Double
  /// Mean cached length at which the segment ends and another slope begins.
  public var endCachedTokens: Double

  @inlinable
  public init(milliseconds: Double, millisecondsPerCachedToken: Double, endCachedTokens: Double) {
    self.milliseconds = milliseconds
    self.millisecondsPerCachedToken = millisecondsPerCachedToken
    self.endCachedTokens = endCachedTokens
  }
}

/// The time of one engine iteration as a function of ``IterationLoad``, compiled for one server.
///
/// Flat arrays only: shared by all workloads and concurrencies of a deployment. A decode-only iteration takes
/// `decodeRank[rankDecodes] + decodeShared(decodes) + decodeAttention[rankDecodes](meanCachedTokens)`; an
/// iteration with prompt tokens takes `mixedRank(rank tokens) + mixedShared(all tokens) + decode attention +
/// prefill attention`. All in milliseconds, host time included.
public struct IterationTimes: Sendable {
  /// Tokens that a decoding sequence brings into an iteration: 1 + draft depth.
  public let tokensPerDecode: Int
  /// Largest number of decoding sequences per rank.
  public let maxBatchSize: Int
  /// By decoding sequences of the most loaded rank, 0 through `maxBatchSize`.
  public let decodeRank: [Double]
  /// Confidence of each of `decodeRank`.
  public let decodeRankConfidence: [Confidence]
  public let decodeShared: TokenCurve
  public let mixedRank: TokenCurve
  public let mixedShared: TokenCurve
  /// `(maxBatchSize + 1)` rows of ``cachedKnots`` values: attention of decoding sequences.
  public let decodeAttention: [Double]
  public let decodeAttentionConfidence: [Confidence]
  public let prefillAttention: PrefillAttention

  /// Cached lengths of the columns of `decodeAttention`: 2^0 … 2^20.
  public static let cachedKnots = 21

  public init(
    tokensPerDecode: Int, maxBatchSize: Int, decodeRank: [Double],
    decodeRankConfidence: [Confidence]? = nil, decodeShared: TokenCurve, mixedRank: TokenCurve,
    mixedShared: TokenCurve, decodeAttention: [Double], decodeAttentionConfidence: [Confidence],
    prefillAttention: PrefillAttention
  ) {
    precondition(decodeRank.count == maxBatchSize + 1)
    precondition(decodeAttention.count == (maxBatchSize + 1) * Self.cachedKnots)
    self.tokensPerDecode = tokensPerDecode
    self.maxBatchSize = maxBatchSize
    self.decodeRank = decodeRank
    self.decodeRankConfidence =
      decodeRankConfidence ?? Array(repeating: .measured, count: decodeRank.count)
    self.decodeShared = decodeShared
    self.mixedRank = mixedRank
    self.mixedShared = mixedShared
    self.decodeAttention = decodeAttention
    self.decodeAttentionConfidence = decodeAttentionConfidence
    self.prefillAttention = prefillAttention
  }

  /// Memory of the tables that grow with the batch, bytes.
  public var byteCount: Int {
    (decodeRank.count + decodeAttention.count) * MemoryLayout<Double>.size + decodeRankConfidence.count
      + decodeAttentionConfidence.count
  }

  /// Milliseconds of one iteration.
  @inlinable @inline(__always)
  public func milliseconds(_ load: IterationLoad) -> Double {
    if load.prefillTokens == 0 {
      return decodeSegment(
        rankDecodes: load.rankDecodes, decodes: load.decodes, meanCachedTokens: load.meanCachedTokens
      ).milliseconds
    }
    return mixedRank(load.rankPrefillTokens + load.rankDecodes * tokensPerDecode)
      + mixedShared(load.prefillTokens + load.decodes * tokensPerDecode)
      + prefillAttention(tokens: load.rankPrefillTokens, work: load.rankPrefillWork)
      + attentionSegment(rankDecodes: load.rankDecodes, meanCachedTokens: load.meanCachedTokens).milliseconds
  }

  /// A decode-only iteration and how its time grows while the same sequences go on.
  @inlinable @inline(__always)
  public func decodeSegment(rankDecodes: Int, decodes: Int, meanCachedTokens: Double) -> DecodeSegment {
    var segment = attentionSegment(rankDecodes: rankDecodes, meanCachedTokens: meanCachedTokens)
    segment.milliseconds += decodeRank[rankDecodes] + decodeShared(decodes)
    return segment
  }

  @inlinable @inline(__always)
  func attentionSegment(rankDecodes: Int, meanCachedTokens: Double) -> DecodeSegment {
    let cached = max(1, meanCachedTokens)
    let whole = Int(cached)
    let column = min(Int.bitWidth - 1 - whole.leadingZeroBitCount, Self.cachedKnots - 2)
    let low = Double(1 << column)
    let row = rankDecodes * Self.cachedKnots + column
    // Exact, as `low` is a power of two, and faster than a division.
    let slope =
      (decodeAttention[row + 1] - decodeAttention[row]) * Double(bitPattern: UInt64(1023 &- column) << 52)
    let end = column == Self.cachedKnots - 2 ? Double.infinity : 2 * low
    return DecodeSegment(
      milliseconds: decodeAttention[row] + slope * (cached - low), millisecondsPerCachedToken: slope,
      endCachedTokens: end)
  }

  /// Confidence of an iteration: the worst over its parts that take at least a tenth of its time.
  public func confidence(_ load: IterationLoad) -> Confidence {
    let total = milliseconds(load)
    var worst = Confidence.measured
    func consider(_ part: Double, _ confidence: Confidence) {
      if part >= 0.1 * total { worst = max(worst, confidence) }
    }
    if load.prefillTokens > 0 {
      let rank = load.rankPrefillTokens + load.rankDecodes * tokensPerDecode
      let all = load.prefillTokens + load.decodes * tokensPerDecode
      consider(mixedRank(rank), mixedRank.confidence(at: rank))
      consider(mixedShared(all), mixedShared.confidence(at: all))
      consider(
        prefillAttention(tokens: load.rankPrefillTokens, work: load.rankPrefillWork),
        prefillAttention.confidence(tokens: load.rankPrefillTokens, work: load.rankPrefillWork))
    } else {
      consider(decodeRank[load.rankDecodes], decodeRankConfidence[load.rankDecodes])
      consider(decodeShared(load.decodes), decodeShared.confidence(at: load.decodes))
    }
    let column = min(Int(max(1, load.meanCachedTokens)).bitLength - 1, Self.cachedKnots - 1)
    let attention = attentionSegment(
      rankDecodes: load.rankDecodes, meanCachedTokens: load.meanCachedTokens)
    consider(
      attention.milliseconds, decodeAttentionConfidence[load.rankDecodes * Self.cachedKnots + column])
    return worst
  }
}

extension Int {
  fileprivate var bitLength: Int { Int.bitWidth - leadingZeroBitCount }
}

/// Attention time of prompt tokens: bilinear in the number of tokens and their effective length.
///
/// The effective length of a set of chunks is twice its work over its tokens: for whole prompts it is the
/// prompt length, for a chunk of c tokens after p cached ones it is 2p + c.
public struct PrefillAttention: Sendable {
  /// Token counts of the rows: 2^0 … 2^(rows - 1).
  public static let rows = 18
  /// Effective lengths of the columns: 2^0 … 2^(columns - 1).
  public static let columns = 21
  public let values: [Double]
  public let confidences: [Confidence]

  /// - Parameter value: milliseconds for (tokens, effective length).
  public init(value: (Int, Int) -> (Double, Confidence)) {
    var values: [Double] = []
    var confidences: [Confidence] = []
    for row in 0..<Self.rows {
      for column in 0..<Self.columns {
        let (time, confidence) = value(1 << row, 1 << column)
        values.append(time)
        confidences.append(confidence)
      }
    }
    self.values = values
    self.confidences = confidences
  }

  /// Milliseconds; linear beyond the last knots.
  @inlinable @inline(__always)
  public func callAsFunction(tokens: Int, work: Double) -> Double {
    if tokens <= 0 { return 0 }
    let length = max(1, 2 * work / Double(tokens))
    let row = min(Int.bitWidth - 1 - tokens.leadingZeroBitCount, Self.rows - 2)
    let column = min(Int.bitWidth - 1 - Int(length).leadingZeroBitCount, Self.columns - 2)
    let rowShare = Double(tokens - (1 << row)) / Double(1 << row)
    let columnShare = (length - Double(1 << column)) / Double(1 << column)
    let base = row * Self.columns + column
    let low = values[base] + (values[base + 1] - values[base]) * columnShare
    let high =
      values[base + Self.columns]
      + (values[base + Self.columns + 1] - values[base + Self.columns]) * columnShare
    return low + (high - low) * rowShare
  }

  public func confidence(tokens: Int, work: Double) -> Confidence {
    if tokens <= 0 { return .measured }
    let row = min(tokens.bitLength - 1, Self.rows - 1)
    let column = min(Int(max(1, 2 * work / Double(tokens))).bitLength - 1, Self.columns - 1)
    return confidences[row * Self.columns + column]
  }
}
