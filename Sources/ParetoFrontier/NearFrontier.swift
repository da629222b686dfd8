public import ServingModel

/// Tells which points may stand near a frontier, from estimates of all of them.
///
/// A point is out only where another is better in both rates by a margin, no slower to the first token and no larger:
/// such a point is on no frontier under limits on rates, first tokens or GPUs, as long as two estimates err by less
/// than the margin against each other. Points are kept up to a hundredth apart, so that memory stays small however many
/// come; what is out depends on the points and their order alone.
public struct NearFrontier: Sendable {
  /// Times both rates that makes a point clearly better.
  private let factor: Double
  /// Falling in output tokens per second and GPU.
  private var members: [Member] = []

  private struct Member: BitwiseCopyable {
    let tpsUser: Double
    let tpsGPU: Double
    let ttftMs: Double
    let gpus: Int

    init(_ point: SteadyStateMeans) {
      tpsUser = point.tpsUser
      tpsGPU = point.tpsGPU
      ttftMs = point.ttftMs
      gpus = point.gpus
    }
  }

  /// How alike a member must be for a point to add nothing.
  private static let grain = 1.01

  /// - Parameter margin: share by which rates must be better, at least 0.
  public init(margin: Double) { factor = 1 + margin }

  /// Points that stand for all that were added.
  public var count: Int { members.count }

  public mutating func add(_ means: SteadyStateMeans) {
    let point = Member(means)
    let isCovered = has { member in
      member.tpsGPU * Self.grain >= point.tpsGPU
    } where: { member in
      member.tpsUser * Self.grain >= point.tpsUser && member.ttftMs <= point.ttftMs * Self.grain
        && member.gpus <= point.gpus
    }
    if isCovered { return }
    members.removeAll { member in
      point.tpsGPU >= member.tpsGPU && point.tpsUser >= member.tpsUser && point.ttftMs <= member.ttftMs
        && point.gpus <= member.gpus
    }
    let place = members.firstIndex { $0.tpsGPU < point.tpsGPU } ?? members.count
    members.insert(point, at: place)
  }

  /// Whether none of the points added is clearly better.
  public func mayHold(_ means: SteadyStateMeans) -> Bool {
    let point = Member(means)
    let (user, gpu) = (point.tpsUser * factor, point.tpsGPU * factor)
    return !has {
      $0.tpsGPU >= gpu
    } where: {
      $0.tpsUser >= user && $0.ttftMs <= point.ttftMs && $0.gpus <= point.gpus
    }
  }

  /// Whether a member is, among the first that have enough tokens per GPU.
  private func has(
    _ isEnough: (Member) -> Bool, where isBetter: (Member) -> Bool
  ) -> Bool {
    for member in members {
      if !isEnough(member) { return false }
      if isBetter(member) { return true }
    }
    return false
  }
}
