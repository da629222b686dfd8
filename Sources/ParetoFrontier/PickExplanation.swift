internal import ServingModel

/// Why a point won, which limits hold it back, and what relaxing each would buy.
struct PickExplanation {
  let race: PickRace
  let limits: FrontierLimits
  let best: Int
  /// For each limit that is set: the winner without it, and with it relaxed by one notch.
  private let relaxations: [Relaxation]

  private struct Relaxation {
    var kind: FrontierLimits.Kind
    var without: Int
    var relaxed: FrontierLimits
    var notch: Int
  }

  init(race: PickRace, limits: FrontierLimits, best: Int) {
    self.race = race
    self.limits = limits
    self.best = best
    relaxations = limits.kinds.map { kind in
      let relaxed = limits.relaxed(kind)
      return Relaxation(
        kind: kind, without: race.winner(of: race.keeping(limits.without(kind))) ?? best, relaxed: relaxed,
        notch: race.winner(of: race.keeping(relaxed)) ?? best)
    }
  }

  var binding: [FrontierLimits.Kind] {
    relaxations.filter { race.gpu[$0.without] > race.gpu[best] }.map(\.kind)
  }

  func sentences(next: Pick.RunnerUp?) -> [String] {
    var lines = [opening(next)]
    if limits.isEmpty { return lines }
    lines += relaxations.compactMap { distance($0.kind) }
    if binding.isEmpty {
      lines.append("No limit binds: without any one of them the same point would win.")
    }
    lines += relaxations.compactMap(gain)
    if let price = AssurancePrice(race: race, limits: limits, best: best) { lines += price.sentences }
    return lines
  }

  private func opening(_ next: Pick.RunnerUp?) -> String {
    let rate = "\(Figure.text(race.gpu[best])) \(race.axes.gpu.unit)"
    let set = limits.texts(axis: race.axes.user)
    let among =
      set.isEmpty
      ? "of \(Figure.text(race.census.feasible)) points"
      : "of the \(Figure.text(race.census.feasible)) points (of \(Figure.text(race.census.considered))) that keep "
        + set.joined(separator: ", ")
    var line = "Highest throughput per GPU, \(rate), \(among)"
    if let next {
      line +=
        next.deficit < 0.0005
        ? "; the best different deployment gives the same"
        : "; the best different deployment gives \(Figure.percent(next.deficit)) less"
    }
    return line + "."
  }

  /// How far the winner is from a limit.
  private func distance(_ kind: FrontierLimits.Kind) -> String? {
    let measurement = race.candidates[best].measurement
    // With confidence: the bound first, as it is what the limit is held against, and the prediction behind it.
    let sure = limits.assurance.map { " with \($0.text) confidence" } ?? ""
    func below(_ bound: Double, _ predicted: Double, _ limit: LatencyLimit, _ name: String) -> String {
      let verb = sure.isEmpty ? "is" : "is at most"
      let behind = sure.isEmpty ? "" : "\(sure) (\(Figure.text(predicted)) predicted)"
      return "\(name) \(limit.statistic.rawValue) \(verb) \(Figure.text(bound)) ms\(behind), "
        + "\(Figure.percent(1 - bound / limit.milliseconds)) below its limit of "
        + "\(Figure.text(limit.milliseconds)) ms."
    }
    switch kind {
    case .minTpsUser:
      guard let limit = limits.minTpsUser, limit > 0 else { return nil }
      let bound = limits.userRate(of: measurement, axis: race.axes.user)
      let behind = sure.isEmpty ? "" : "\(sure) (\(Figure.text(race.user[best])) predicted)"
      return
        "It gives \(sure.isEmpty ? "" : "at least ")\(Figure.text(bound)) \(race.axes.user.unit)\(behind), "
        + "\(Figure.percent(bound / limit - 1)) above the limit of \(Figure.text(limit))."
    case .maxTTFT:
      return limits.maxTTFT.map {
        below(
          limits.ttft($0.statistic, of: measurement), $0.statistic.value(of: measurement.ttftMs), $0, "TTFT")
      }
    case .maxTPOT:
      return limits.maxTPOT.map {
        below(
          limits.tpot($0.statistic, of: measurement), $0.statistic.value(of: measurement.tpotMs), $0, "TPOT")
      }
    case .maxGPUs:
      return limits.maxGPUs.map {
        "It takes \(Figure.text(measurement.gpus)) of at most \(Figure.text($0)) GPUs."
      }
    case .minConfidence: return nil
    }
  }

  /// What one notch, or no limit at all, would buy.
  private func gain(_ relaxation: Relaxation) -> String? {
    let now = race.gpu[best]
    guard now > 0, race.gpu[relaxation.without] > now else { return nil }
    let axis = race.axes.user
    let free = Figure.percent(race.gpu[relaxation.without] / now - 1)
    let name = limits.text(relaxation.kind, axis: axis) ?? ""
    var line = "The limit `\(name)` binds"
    if race.gpu[relaxation.notch] > now, let text = relaxation.relaxed.text(relaxation.kind, axis: axis) {
      line +=
        ": relaxed to `\(text)` it would give \(Figure.percent(race.gpu[relaxation.notch] / now - 1))"
        + " more \(race.axes.gpu.unit)"
      return line + (relaxation.notch == relaxation.without ? "." : ", without it \(free) more.")
    }
    return line + ": without it there would be \(free) more \(race.axes.gpu.unit)."
  }
}

extension FrontierLimits {
  /// The same limits without one.
  func without(_ kind: Kind) -> FrontierLimits {
    var limits = self
    switch kind {
    case .minTpsUser: limits.minTpsUser = nil
    case .maxTTFT: limits.maxTTFT = nil
    case .maxTPOT: limits.maxTPOT = nil
    case .maxGPUs: limits.maxGPUs = nil
    case .minConfidence: limits.minConfidence = nil
    }
    return limits
  }

  /// The same limits with one a notch looser: a tenth, twice the GPUs, the next confidence.
  func relaxed(_ kind: Kind) -> FrontierLimits {
    var limits = self
    switch kind {
    case .minTpsUser: limits.minTpsUser = minTpsUser.map { $0 * 0.9 }
    case .maxTTFT: limits.maxTTFT?.milliseconds *= 1.1
    case .maxTPOT: limits.maxTPOT?.milliseconds *= 1.1
    case .maxGPUs: limits.maxGPUs = maxGPUs.map { $0 * 2 }
    case .minConfidence:
      limits.minConfidence = minConfidence.flatMap { Confidence(rawValue: $0.rawValue + 1) }
    }
    return limits
  }
}
