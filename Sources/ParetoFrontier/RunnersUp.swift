internal import ServingModel

/// Chooses runners-up that tell the reader something: another deployment, and where it costs little another
/// GPU type, topology or engine rather than the next notch of the same one.
struct RunnersUp {
  let race: PickRace
  let feasible: [Int]
  let best: Int

  /// How much throughput a difference is worth when runners-up are ranked.
  private static let systemBonus = 0.15
  private static let topologyBonus = 0.08
  private static let engineBonus = 0.08
  /// Of a point that differs in all of them.
  static let mostBonus = systemBonus + topologyBonus + engineBonus

  func choose() -> [Pick.RunnerUp] {
    var chosen: [Int] = []
    while chosen.count < 2, let next = nextAfter([best] + chosen) { chosen.append(next) }
    return chosen.sorted { race.gpu[$0] > race.gpu[$1] }.map(describe)
  }

  /// The best-ranked point that differs from all of `taken` in its shape, or else in its deployment.
  private func nextAfter(_ taken: [Int]) -> Int? {
    var byShape: (index: Int, score: Double)?
    var byDeployment: (index: Int, score: Double)?
    for index in feasible {
      let other = race.candidates[index]
      let rivals = taken.map { race.candidates[$0] }
      if rivals.contains(where: { $0.point.deployment == other.point.deployment }) { continue }
      let bonus = rivals.map { difference(other, $0) }.min() ?? 0
      let score = race.gpu[index] * (1 + bonus)
      if score > byDeployment?.score ?? -.infinity { byDeployment = (index, score) }
      if rivals.contains(where: { sameShape(other, $0) }) { continue }
      if score > byShape?.score ?? -.infinity { byShape = (index, score) }
    }
    return byShape?.index ?? byDeployment?.index
  }

  private func sameShape(_ left: PickCandidate, _ right: PickCandidate) -> Bool {
    let (one, two) = (left.point.deployment, right.point.deployment)
    return one.system == two.system && one.engine == two.engine && one.quantization == two.quantization
      && left.label == right.label
  }

  private func difference(_ left: PickCandidate, _ right: PickCandidate) -> Double {
    let (one, two) = (left.point.deployment, right.point.deployment)
    return (one.system != two.system ? Self.systemBonus : 0)
      + (one.topology.name != two.topology.name ? Self.topologyBonus : 0)
      + (one.engine != two.engine ? Self.engineBonus : 0)
  }

  private func describe(_ index: Int) -> Pick.RunnerUp {
    let (other, first) = (race.candidates[index], race.candidates[best])
    let deficit = race.gpu[best] > 0 ? 1 - race.gpu[index] / race.gpu[best] : 0
    var reasons = [
      deficit < 0.0005
        ? "the same \(race.axes.gpu.unit)" : "\(Figure.percent(deficit)) less \(race.axes.gpu.unit)"
    ]
    let (mine, theirs) = (other.point.deployment, first.point.deployment)
    if mine.system != theirs.system { reasons.append("on \(mine.system) instead of \(theirs.system)") }
    if mine.engine != theirs.engine {
      reasons.append("\(mine.engine.displayName) instead of \(theirs.engine.displayName)")
    }
    if mine.topology.name != theirs.topology.name {
      reasons.append(mine.topology.name == "agg" ? "no separate prefill servers" : "separate prefill servers")
    }
    if mine.gpus != theirs.gpus {
      reasons.append("\(Figure.text(mine.gpus)) GPUs instead of \(Figure.text(theirs.gpus))")
    }
    compare(race.user[index], race.user[best], race.axes.user.unit, "more", "less", &reasons)
    if let mine = other.measurement.intervals?.level, let theirs = first.measurement.intervals?.level,
      mine != theirs
    {
      reasons.append("\(mine.name) instead of \(theirs.name)")
    }
    compare(
      other.measurement.ttftMs.p99, first.measurement.ttftMs.p99, "TTFT p99", "higher", "lower", &reasons)
    return Pick.RunnerUp(index: index, deficit: deficit, reasons: reasons)
  }

  /// Says a change of at least 5 %.
  private func compare(
    _ value: Double, _ base: Double, _ what: String, _ more: String, _ less: String,
    _ reasons: inout [String]
  ) {
    guard base > 0, value > 0, value.isFinite, base.isFinite else { return }
    let ratio = value / base
    guard abs(ratio - 1) >= 0.05 else { return }
    reasons.append(
      ratio >= 2
        ? "\(Figure.text(ratio, digits: 2)) times the \(what)"
        : "\(Figure.percent(abs(ratio - 1))) \(ratio > 1 ? more : less) \(what)")
  }
}

extension Figure {
  /// A share as a percentage of two digits at most: `7 %`, `0.4 %`.
  static func percent(_ share: Double) -> String { "\(text(share * 100, digits: 2)) %" }
}
