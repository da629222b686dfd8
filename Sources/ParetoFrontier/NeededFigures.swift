public import ServingModel

extension FrontierAxis {
  /// The figures that its value is made from.
  public var figures: Set<PointFigure> {
    switch self {
    case .tpsUser: [.tpsUser]
    case .interactivity: [.tpotP50]
    case .e2eTpsUser: [.e2eTpsUser]
    case .tpsGPU: [.outputTps, .gpus]
    case .totalTpsGPU: [.outputTps, .inputTps, .gpus]
    }
  }
}

extension FrontierAxes {
  public var figures: Set<PointFigure> { user.figures.union(gpu.figures) }
}

extension FrontierLimits {
  /// The figures that ``keepsAll(_:axis:)`` looks at.
  public func figures(axis: FrontierAxis) -> Set<PointFigure> {
    var needed: Set<PointFigure> = []
    if minTpsUser != nil { needed.formUnion(axis.figures) }
    if let maxTTFT { needed.insert(maxTTFT.statistic.ttftFigure) }
    if let maxTPOT { needed.insert(maxTPOT.statistic.tpotFigure) }
    if maxGPUs != nil { needed.insert(.gpus) }
    if minConfidence != nil { needed.insert(.confidence) }
    if assurance != nil {
      needed.formUnion([
        .calibration, .ttftMean, .tpotMean, .e2eMean, .ttftInterval50, .ttftInterval90, .ttftInterval95,
        .tpotInterval50, .tpotInterval90, .tpotInterval95,
      ])
    }
    return needed
  }
}

extension LatencyStatistic {
  fileprivate var ttftFigure: PointFigure {
    switch self {
    case .mean: .ttftMean
    case .p50: .ttftP50
    case .p90: .ttftP90
    case .p95: .ttftP95
    case .p99: .ttftP99
    }
  }

  fileprivate var tpotFigure: PointFigure {
    switch self {
    case .mean: .tpotMean
    case .p50: .tpotP50
    case .p90: .tpotP90
    case .p95: .tpotP95
    case .p99: .tpotP99
    }
  }
}
