internal import Foundation
internal import ServingModel

/// Tabulates a model's kernel times as ``IterationTimes``.
struct IterationCompiler {
  let model: ModelArchitecture
  let system: GPUSystem
  let times: ModelTimes
  let factors: TimingFactors
  let server: ServerConfiguration

  private var tokensPerDecode: Int { server.mtp + 1 }
  private var ranks: Int { server.parallelism.dp }
  private var maxBatchSize: Int { server.maxBatchSize }

  /// One lane of a pipeline holds its share of the sequences, so its time is that of all stages in a row.
  private var pipelineMs: (Double) -> Double {
    let stages = server.parallelism.pp
    let hidden = Double(model.hiddenSize)
    let apart = stages * server.parallelism.stageGPUs
    let system = system
    return { tokens in
      guard stages > 1 else { return 0 }
      let once = CollectiveTimes.pointToPoint(system, gpusApart: apart, bytes: 2 * tokens * hidden)
      return Double(stages - 1) * once
    }
  }

  func compile() -> IterationTimes {
    let (attention, confidence) = decodeAttention()
    let rank = decodeRank()
    return IterationTimes(
      tokensPerDecode: tokensPerDecode, maxBatchSize: maxBatchSize,
      decodeRank: (0...maxBatchSize).map { rank($0) },
      decodeRankConfidence: (0...maxBatchSize).map { rank.confidence(at: $0) }, decodeShared: decodeShared(),
      mixedRank: mixedRank(), mixedShared: mixedShared(),
      decodeAttention: attention, decodeAttentionConfidence: confidence, prefillAttention: prefillAttention())
  }

  /// Kernels of the rank and the host's share, by decoding sequences. Knots of ``OctaveGrid``, linear between.
  private func decodeRank() -> TokenCurve {
    TokenCurve(through: max(2, maxBatchSize)) { sequences in
      let tokens = sequences * tokensPerDecode
      let rank = KernelTime.sum([
        times.rank(tokens) * factors.decodeKernels, times.collective(tokens) * factors.decodeCommunication,
      ])
      var time = rank.milliseconds + times.head(tokens).milliseconds * factors.decodeKernels
      time += pipelineMs(Double(tokens))
      time += factors.hostIterationMs + factors.hostSequenceMs * Double(sequences)
      for _ in 0..<server.mtp {
        let draft = times.draft(rankTokens: sequences, tokens: sequences * ranks, cached: 1024)
        time += draft * factors.decodeKernels
      }
      return (time, rank.confidence)
    }
  }

  private func decodeShared() -> TokenCurve {
    TokenCurve(through: maxBatchSize * ranks) { sequences in
      let tokens = sequences * tokensPerDecode
      let time = KernelTime.sum([
        times.experts(tokens) * factors.decodeKernels, times.exchange(tokens) * factors.decodeCommunication,
      ])
      return (time.milliseconds, time.confidence)
    }
  }

  private var largestMix: Int { server.maxNumTokens + server.maxBatchSize * tokensPerDecode }

  /// An iteration with prompt tokens is launched kernel by kernel: it takes at least the launches' time. Some of its
  /// kernels outlast their launch and some do not, so the two blend where they are alike.
  private func mixedRank() -> TokenCurve {
    let floor = factors.eagerLayerMs * times.layers
    return TokenCurve(through: largestMix) { tokens in
      let rank = KernelTime.sum([
        times.rank(tokens) * factors.prefillKernels, times.collective(tokens) * factors.prefillCommunication,
      ])
      let head = times.head(min(tokens, 16)).milliseconds * factors.prefillKernels
      var time = rank.milliseconds + head + pipelineMs(Double(tokens)) + factors.hostIterationMs
      let attention = times.prefillAttention(tokens: Double(tokens), length: Double(tokens)).milliseconds
      let kernels =
        rank.milliseconds + mixedShared(tokens * ranks).milliseconds + attention * factors.prefillAttention
      time += cbrt(kernels * kernels * kernels + floor * floor * floor) - kernels
      return (time, rank.confidence)
    }
  }

  private func mixedShared() -> TokenCurve {
    TokenCurve(through: largestMix * ranks) { tokens in
      let time = mixedShared(tokens)
      return (time.milliseconds, time.confidence)
    }
  }

  private func mixedShared(_ tokens: Int) -> KernelTime {
    .sum([
      times.experts(tokens) * factors.prefillKernels, times.exchange(tokens) * factors.prefillCommunication,
    ])
  }

  private func decodeAttention() -> ([Double], [Confidence]) {
    let knots = OctaveGrid.knots(through: max(2, maxBatchSize))
    let columns = IterationTimes.cachedKnots
    let rows = knots.map { sequences in
      (0..<columns).map { column in
        attention(sequences: sequences, cached: Double(1 << column))
      }
    }
    var values = [Double](repeating: 0, count: columns)
    var confidences = [Confidence](repeating: .measured, count: columns)
    for sequences in 1...maxBatchSize {
      let index = min(OctaveGrid.index(below: sequences), knots.count - 2)
      let share = Double(sequences - knots[index]) / Double(knots[index + 1] - knots[index])
      for column in 0..<columns {
        let low = rows[index][column]
        let high = rows[index + 1][column]
        values.append(low.milliseconds + (high.milliseconds - low.milliseconds) * share)
        confidences.append(max(low.confidence, high.confidence))
      }
    }
    return (values, confidences)
  }

  /// Verifying drafts: latent attention is bound by arithmetic, so each draft costs like a sequence; grouped
  /// queries share the read of the cache.
  private func attention(sequences: Int, cached: Double) -> KernelTime {
    tabulatedAttention(sequences: sequences, cached: cached) * factors.decodeAttention
  }

  private func tabulatedAttention(sequences: Int, cached: Double) -> KernelTime {
    if case .latent = model.attention {
      return times.decodeAttention(batch: Double(sequences * tokensPerDecode), cached: cached)
    }
    let attended =
      times.decodeAttention(batch: Double(sequences), cached: cached) * (1 + 0.1 * Double(server.mtp))
    return .sum([attended, times.decodeLinearAttention(sequences: sequences, drafts: server.mtp)])
  }

  private func prefillAttention() -> PrefillAttention {
    PrefillAttention { tokens, length in
      let time = times.prefillAttention(tokens: Double(tokens), length: Double(length))
      return (time.milliseconds * factors.prefillAttention, time.confidence)
    }
  }
}
