internal import ServingModel

/// Nothing keeps the limits.
public struct NoPick: Error, Sendable, Hashable, CustomStringConvertible {
  public var considered: Int
  /// For each limit: how many points keep it by itself, and what would win without it, in words.
  public var reasons: [String]

  init(race: PickRace, limits: FrontierLimits) {
    considered = race.candidates.count
    reasons = limits.kinds.map { kind in
      let name = limits.text(kind, axis: race.axes.user) ?? ""
      let alone = race.candidates.count { limits.keeps(kind, $0.measurement, axis: race.axes.user) }
      var line = "\(Figure.text(alone)) points keep `\(name)` by itself"
      if let index = race.winner(of: race.keeping(limits.without(kind))) {
        let winner = race.candidates[index]
        line +=
          "; without it \(winner.label) on \(winner.point.deployment.system) would give "
          + "\(Figure.text(race.gpu[index])) \(race.axes.gpu.unit) at "
          + "\(Figure.text(race.user[index])) \(race.axes.user.unit), "
          + "TTFT p99 \(Figure.text(winner.measurement.ttftMs.p99)) ms, \(winner.measurement.gpus) GPUs"
      }
      return line
    }
  }

  public var description: String {
    considered == 0
      ? "no points to pick from: sweep a space that holds this question first"
      : (["none of \(Figure.text(considered)) points keeps all limits; relax one of them:"]
        + reasons.map { "  " + $0 }).joined(separator: "\n")
  }
}
