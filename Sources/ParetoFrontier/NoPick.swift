internal import ServingModel

/// Nothing keeps the limits.
public struct NoPick: Error, Sendable, Hashable, CustomStringConvertible {
  public var considered: Int
  /// For each limit: how many points keep it by itself, and what would win without it, in words. Where limits are
  /// to be kept with confidence, also what would win by the predicted figures alone.
  public var reasons: [String]
  /// Why nothing could keep the limits, whatever they are; nil where some points could.
  public var missing: MissingIntervals?

  init(race: PickRace, limits: FrontierLimits) {
    considered = race.census.considered
    missing = MissingIntervals(
      points: race.census.considered, withIntervals: race.census.withIntervals, limits: limits)
    reasons = limits.kinds.map { kind in
      let name = limits.text(kind, axis: race.axes.user) ?? ""
      var line = "\(Figure.text(race.census.keeping(kind))) points keep `\(name)` by itself"
      if let index = race.winner(of: race.keeping(limits.without(kind))) {
        line += "; without it \(Self.offer(index, race))"
      }
      return line
    }
    guard limits.assurance != nil else { return }
    if let index = race.winner(of: race.keeping(limits.byPrediction)) {
      reasons.append("by the predicted figures alone \(Self.offer(index, race))")
    }
    let bare = race.census.withoutIntervals
    if bare > 0 { reasons.append("\(Figure.text(bare)) points have no interval and keep no such limit") }
  }

  /// What a point would give, in words.
  private static func offer(_ index: Int, _ race: PickRace) -> String {
    let winner = race.candidates[index]
    return "\(winner.label) on \(winner.point.deployment.system) would give "
      + "\(Figure.text(race.gpu[index])) \(race.axes.gpu.unit) at "
      + "\(Figure.text(race.user[index])) \(race.axes.user.unit), "
      + "TTFT p99 \(Figure.text(winner.measurement.ttftMs.p99)) ms, \(winner.measurement.gpus) GPUs"
  }

  public var description: String {
    if let missing { return missing.description }
    return considered == 0
      ? "no points to pick from: sweep a space that holds this question first"
      : (["none of \(Figure.text(considered)) points keeps all limits; relax one of them:"]
        + reasons.map { "  " + $0 }).joined(separator: "\n")
  }
}
