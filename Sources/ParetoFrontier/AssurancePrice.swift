internal import ServingModel

/// What it costs to keep limits with confidence: the point that would win by the predicted figures alone, and where
/// its bounds fall short.
struct AssurancePrice {
  private let race: PickRace
  private let limits: FrontierLimits
  private let assurance: Assurance
  private let best: Int
  /// The winner by the predicted figures.
  private let bolder: Int

  /// Nil where no confidence is asked for.
  init?(race: PickRace, limits: FrontierLimits, best: Int) {
    guard let assurance = limits.assurance, limits.kinds.contains(where: \.hasInterval) else { return nil }
    self.race = race
    self.limits = limits
    self.assurance = assurance
    self.best = best
    bolder = race.winner(of: race.keeping(limits.byPrediction)) ?? best
  }

  var sentences: [String] {
    var lines: [String] = []
    if race.gpu[bolder] > race.gpu[best], race.gpu[best] > 0 {
      let other = race.candidates[bolder]
      lines.append(
        "By the predicted figures alone \(other.label) on \(other.point.deployment.system), concurrency "
          + "\(Figure.text(other.point.workload.concurrency)), would win with "
          + "\(Figure.percent(race.gpu[bolder] / race.gpu[best] - 1)) more \(race.axes.gpu.unit), but "
          + shortfalls.joined(separator: " and ") + ".")
    } else {
      lines.append("By the predicted figures alone the same throughput would win: the confidence is free.")
    }
    let bare = race.census.withoutIntervals
    if bare > 0 {
      lines.append(
        "\(Figure.text(bare)) of \(Figure.text(race.census.considered)) points have no interval and count as "
          + "keeping no limit.")
    }
    return lines
  }

  /// Each limit that the bolder point may break, in words.
  private var shortfalls: [String] {
    let measurement = race.candidates[bolder].measurement
    guard measurement.intervals != nil else { return ["it has no interval"] }
    let user = race.axes.user
    return limits.kinds.filter { !limits.keeps($0, measurement, axis: user) }.compactMap { kind in
      switch kind {
      case .minTpsUser:
        return "its \(user.unit) may be as low as "
          + "\(Figure.text(limits.userRate(of: measurement, axis: user))) "
          + "(\(Figure.text(race.user[bolder])) predicted)"
      case .maxTTFT:
        return limits.maxTTFT.map { limit in
          let predicted = limit.statistic.value(of: measurement.ttftMs)
          return high("TTFT", limit, limits.ttft(limit.statistic, of: measurement), predicted)
        }
      case .maxTPOT:
        return limits.maxTPOT.map { limit in
          let predicted = limit.statistic.value(of: measurement.tpotMs)
          return high("TPOT", limit, limits.tpot(limit.statistic, of: measurement), predicted)
        }
      case .maxGPUs, .minConfidence: return nil
      }
    }
  }

  private func high(_ name: String, _ limit: LatencyLimit, _ bound: Double, _ predicted: Double) -> String {
    "its \(name) \(limit.statistic.rawValue) may be as high as \(Figure.text(bound)) ms "
      + "(\(Figure.text(predicted)) predicted)"
  }
}

extension FrontierLimits {
  /// The same limits on the figures as they were predicted.
  var byPrediction: FrontierLimits {
    var limits = self
    limits.assurance = nil
    return limits
  }
}
