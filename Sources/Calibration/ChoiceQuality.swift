/// What a user gets who chooses by the predictions: how often the choice misses its target, and how much of the best
/// throughput it reaches.
///
/// The points of a group are the measured rows of one ``ChoiceGroup``. For each target the predictions pick the
/// point with the highest predicted tok/s/GPU among those predicted to meet it, once by the mean and once by the
/// lower bound of tok/s/user; what the pick measured is then held against the best measured point that meets the
/// target. Of equal predictions the first row is picked.
public struct ChoiceQuality: Sendable {
  /// Least tokens per second and user that are asked for.
  public static let targets: [Double] = [10, 20, 30, 50, 75, 100, 150]
  /// Groups of fewer points leave no choice.
  public static let leastPoints = 5

  public struct Line: Sendable {
    /// `all`, `target`, `system` or `model`.
    public var grouping: String
    /// The target, system or model; empty for all choices.
    public var group: String
    public var byMean: ChoiceTally
    /// None where no row has intervals.
    public var byBound: ChoiceTally?
  }

  /// By group, then by target.
  public let choices: [Choice]
  /// All choices first, then by target, system and model.
  public let lines: [Line]
  /// Groups that have points enough, and those that have not.
  public let groups: Int
  public let smallGroups: Int
  /// Questions left out: no measured point of the group meets the target.
  public let unreachable: Int
  /// Share of measurements that a lower bound holds for.
  public let confidence: Double

  /// The line of all choices.
  public var all: Line { lines[0] }

  /// - Parameters:
  ///   - rows: measured rows with predictions.
  ///   - unpredicted: measured rows without: they may be the best, and are never picked.
  ///   - confidence: share of measurements that a lower bound holds for, above 0 and below 1. Rows without
  ///     intervals have no bound and are never picked by it.
  /// - Complexity: O(rows x targets).
  public init(_ rows: [ValidatedRow], unpredicted: [MeasuredRow] = [], confidence: Double = 0.9) {
    let points =
      rows.map { ChoicePoint($0, confidence: confidence) } + unpredicted.map { ChoicePoint($0) }
    let groups = Dictionary(grouping: points) { ChoiceGroup($0.measured) }
    let large = groups.filter { $0.value.count >= Self.leastPoints }
    var choices: [Choice] = []
    for (group, points) in large.sorted(by: { $0.key < $1.key }) {
      choices += Self.targets.compactMap { Self.choice(group, points, target: $0) }
    }
    self.choices = choices
    self.confidence = confidence
    self.groups = large.count
    smallGroups = groups.count - large.count
    unreachable = large.count * Self.targets.count - choices.count
    lines = Self.lines(choices, hasBounds: rows.contains { $0.intervals != nil })
  }

  /// None where no measured point meets the target.
  private static func choice(_ group: ChoiceGroup, _ points: [ChoicePoint], target: Double) -> Choice? {
    let best = points.filter { $0.tpsUser >= target }.max { $0.tpsGPU < $1.tpsGPU }
    guard let best else { return nil }
    func pick(_ user: (ChoicePoint) -> Double?) -> Choice.Pick? {
      points.filter { point in user(point).map { $0 >= target } ?? false }
        .max { $0.predictedTpsGPU < $1.predictedTpsGPU }?
        .picked(target: target, best: best.tpsGPU)
    }
    return Choice(
      group: group, target: target, bestID: best.measured.id, bestTpsGPU: best.tpsGPU,
      byMean: pick(\.predictedTpsUser), byBound: pick(\.boundTpsUser))
  }

  private static func lines(_ choices: [Choice], hasBounds: Bool) -> [Line] {
    func line(_ grouping: String, _ group: String, _ choices: [Choice]) -> Line {
      Line(
        grouping: grouping, group: group, byMean: ChoiceTally(choices.map(\.byMean)),
        byBound: hasBounds ? ChoiceTally(choices.map(\.byBound)) : nil)
    }
    func grouped(_ grouping: String, by name: (Choice) -> String) -> [Line] {
      let groups = Dictionary(grouping: choices, by: name)
      return groups.keys.sorted().map { line(grouping, $0, groups[$0] ?? []) }
    }
    let byTarget = targets.compactMap { target in
      let own = choices.filter { $0.target == target }
      return own.isEmpty ? nil : line("target", "\(Int(target))", own)
    }
    return [line("all", "", choices)] + byTarget + grouped("system") { $0.group.system }
      + grouped("model") { $0.group.model }
  }
}

/// A measured point as it stands for choice.
private struct ChoicePoint {
  let measured: MeasuredRow
  let tpsUser: Double
  let tpsGPU: Double
  private(set) var predictedTpsUser: Double?
  private(set) var boundTpsUser: Double?
  private(set) var predictedTpsGPU = 0.0

  /// A point without prediction.
  init(_ row: MeasuredRow) {
    measured = row
    tpsUser = row.tpsUser
    tpsGPU = row.tpsGPU
  }

  init(_ row: ValidatedRow, confidence: Double) {
    self.init(row.measured)
    predictedTpsUser = row.tpsUser
    boundTpsUser = row.tpsUserBound(confidence)
    predictedTpsGPU = row.tpsGPU
  }

  func picked(target: Double, best: Double) -> Choice.Pick {
    let meets = tpsUser >= target
    return Choice.Pick(
      id: measured.id, tpsUser: tpsUser, tpsGPU: tpsGPU, meetsTarget: meets,
      isBest: meets && tpsGPU == best, effective: meets ? tpsGPU / best : 0)
  }
}
