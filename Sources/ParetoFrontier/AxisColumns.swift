public import ServingModel

/// The values of both axes for each point of a block.
public struct AxisColumns: Sendable {
  public private(set) var user: [Double] = []
  public private(set) var gpu: [Double] = []

  public init() {}

  /// Takes the values of another block in the place of the present ones.
  /// - Parameter block: with the figures of ``FrontierAxes/figures``.
  public mutating func fill(_ block: PointColumns, axes: FrontierAxes) {
    axes.user.fill(&user, of: block)
    axes.gpu.fill(&gpu, of: block)
  }
}

extension FrontierAxis {
  /// ``value(of:)`` for each point: the same operations, so the same bits.
  fileprivate func fill(_ values: inout [Double], of block: PointColumns) {
    values.removeAll(keepingCapacity: true)
    switch self {
    case .tpsUser: values += block[.tpsUser]
    case .e2eTpsUser: values += block[.e2eTpsUser]
    case .interactivity: for tpot in block[.tpotP50] { values.append(tpot > 0 ? 1000 / tpot : 0) }
    case .tpsGPU:
      for (output, gpus) in zip(block[.outputTps], block[.gpus]) { values.append(output / max(1, gpus)) }
    case .totalTpsGPU:
      for (rates, gpus) in zip(zip(block[.inputTps], block[.outputTps]), block[.gpus]) {
        values.append((rates.0 + rates.1) / max(1, gpus))
      }
    }
  }
}
