/// One question put to the predictions: which measured point of a group has the best throughput at a target?
public struct Choice: Sendable, Hashable {
  /// A point that the predictions would have chosen.
  public struct Pick: Sendable, Hashable {
    /// Name of the measured row.
    public var id: String
    /// What it measured: output tokens per second and user, and per second and GPU.
    public var tpsUser: Double
    public var tpsGPU: Double
    /// Whether it measured at least the target.
    public var meetsTarget: Bool
    /// Whether it measured the best throughput that meets the target.
    public var isBest: Bool
    /// Its measured throughput over the true best, 0 where it misses the target.
    public var effective: Double
  }

  public var group: ChoiceGroup
  /// Least tokens per second and user.
  public var target: Double
  /// Name and output tokens per second per GPU of the true best.
  public var bestID: String
  public var bestTpsGPU: Double
  /// Among points whose predicted mean meets the target; none where no point's does.
  public var byMean: Pick?
  /// Among points whose lower bound meets the target; none where no point's does.
  public var byBound: Pick?
}

/// Choices counted.
public struct ChoiceTally: Sendable, Hashable {
  /// Questions that some measured point answers.
  public var selections: Int
  /// Those for which some point was predicted to meet the target.
  public var picks: Int
  /// Picks that do not measure the target.
  public var misses: Int
  /// Picks that measure the best throughput.
  public var best: Int
  /// Mean over selections of the measured throughput over the true best: 0 for misses and where nothing is picked;
  /// not a number for no selection.
  public var effective: Double

  init(_ picks: [Choice.Pick?]) {
    let made = picks.compactMap { $0 }
    selections = picks.count
    self.picks = made.count
    misses = made.count { !$0.meetsTarget }
    best = made.count(where: \.isBest)
    effective = made.reduce(0) { $0 + $1.effective } / Double(picks.count)
  }

  /// Selections for which no point was predicted to meet the target although one does.
  public var withoutPick: Int { selections - picks }
  /// Misses over selections: how often a user who asks ends below the target. Not a number for none.
  public var missShare: Double { Double(misses) / Double(selections) }
  /// Misses over picks made: how often a pick is wrong. Not a number for none.
  public var missShareOfPicks: Double { Double(misses) / Double(picks) }
  /// Picks of the best over picks made. Not a number for none.
  public var bestShare: Double { Double(best) / Double(picks) }
}
