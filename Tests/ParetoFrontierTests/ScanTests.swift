import SeededNumbers
import FrontierPoints
import ServingModel
import Testing

@testable import ParetoFrontier

/// Points with few distinct values, so that many tie, some with figures that are not numbers.
struct ScanSample {
  var candidates: [PickCandidate] = []
  /// In the order of keys, as candidates are.
  var keys: [Int64] = []
  private static let systems = ["b200_sxm", "gb200", "h100_sxm"]

  init(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let count = Int.random(in: 0...300, using: &generator)
    let levels = [2, 6, 1000][Int(seed % 3)]
    for _ in 0..<count {
      var found = RandomMeasurement.make(&generator)
      func level() -> Double { Double(Int.random(in: 1...levels, using: &generator)) }
      found.outputTokensPerSecond = level() * Double(found.gpus)
      found.tpsUser = level()
      found.tpotMs.p50 = level()
      if Int.random(in: 0..<40, using: &generator) == 0 { found.tpsUser = .nan }
      found.confidence = Confidence.allCases.randomElement(using: &generator) ?? .measured
      let server = ServerConfiguration(
        parallelism: Parallelism(tp: 1 << Int.random(in: 0...2, using: &generator)),
        maxBatchSize: 8 * Int.random(in: 1...3, using: &generator), maxNumTokens: 8192)
      let deployment = Deployment(
        system: Self.systems[Int.random(in: 0..<3, using: &generator)], model: "m",
        engine: Bool.random(using: &generator) ? .vllm : .trtllm,
        quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
        topology: .aggregated(ServerPool(servers: 1, configuration: server)))
      candidates.append(
        PickCandidate(
          point: Point(deployment: deployment, workload: Workload(isl: 1, osl: 1, concurrency: 1)),
          measurement: found, isMoE: false))
      keys.append((keys.last ?? .min) + Int64.random(in: 1...1000, using: &generator))
    }
  }

  static func limits(seed: UInt64) -> FrontierLimits {
    var generator = SplitMix(state: seed &+ 99)
    func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &generator) ? value : nil }
    return FrontierLimits(
      minTpsUser: maybe(Double.random(in: 0...3, using: &generator)),
      maxTTFT: maybe(LatencyLimit(milliseconds: 700, statistic: .p95)),
      maxTPOT: maybe(LatencyLimit(milliseconds: 45, statistic: .p90)), maxGPUs: maybe(12),
      minConfidence: maybe(.extrapolated), assurance: maybe(Assurance(share: 0.8)).flatMap { $0 })
  }

  static func axes(seed: UInt64) -> FrontierAxes {
    FrontierAxes(
      user: FrontierAxis.userAxes[Int(seed / 3 % 3)], gpu: FrontierAxis.gpuAxes[Int(seed / 9 % 2)])
  }

  func system(_ index: Int) -> Int {
    Self.systems.firstIndex(of: candidates[index].point.deployment.system) ?? -1
  }

  /// All points in blocks of any size and any order; a row's number is its index.
  func blocks(seed: UInt64) -> [PointColumns] {
    var generator = SplitMix(state: seed)
    let deployments = Array(Set(candidates.map(\.point.deployment)))
    var blocks = [PointColumns()]
    for index in candidates.indices.shuffled(using: &generator) {
      if Int.random(in: 0..<20, using: &generator) == 0 { blocks.append(PointColumns()) }
      let candidate = candidates[index]
      blocks[blocks.count - 1].append(
        candidate.measurement, id: Int64(index), key: StableKey(rawValue: keys[index]), scenario: 1,
        deployment: Int64(deployments.firstIndex(of: candidate.point.deployment) ?? 0))
    }
    return blocks
  }
}

@Suite struct ScanTests {
  @Test(arguments: 0..<60) func frontiersAreThoseOfAllPointsInTheOrderOfKeys(seed: UInt64) {
    let sample = ScanSample(seed: seed)
    let (limits, axes) = (ScanSample.limits(seed: seed), ScanSample.axes(seed: seed))
    var scan = FrontierScan(axes: axes, limits: limits)
    var values = AxisColumns()
    for block in sample.blocks(seed: seed) {
      values.fill(block, axes: axes)
      // The last GPU type is not asked for.
      let groups = block.ids.map { sample.system(Int($0)) }.map { $0 == 2 ? -1 : $0 }
      scan.add(block, values: values, groups: groups)
    }
    let kept = sample.candidates.indices.map { index in
      limits.keepsAll(sample.candidates[index].measurement, axis: axes.user)
    }
    for group in 0..<2 {
      let own = sample.candidates.indices.filter { kept[$0] && sample.system($0) == group }
      let found = own.map { sample.candidates[$0].measurement }
      let wanted = ParetoFront.indices(x: found.map(axes.user.value), y: found.map(axes.gpu.value))
      let ids = group < scan.ids.count ? scan.ids[group] : []
      #expect(ids == wanted.map { Int64(own[$0]) })
    }
  }

  @Test(arguments: 0..<30) func aStreamThatIsAllFrontKeepsAll(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let count = Int.random(in: 0...6000, using: &generator)
    var stream = StreamingFront()
    for index in (0..<count).shuffled(using: &generator) {
      let (x, y) = (Double(index), Double(-index))
      stream.insert(x: x, y: y, key: 0, id: Int64(index))
    }
    #expect(stream.ids == (0..<Int64(count)).map { $0 })
  }

  @Test(arguments: 0..<90) func aPickIsTheOneAmongAllPoints(seed: UInt64) throws {
    let sample = ScanSample(seed: seed)
    let (limits, axes) = (ScanSample.limits(seed: seed), ScanSample.axes(seed: seed))
    var scan = PickScan(axes: axes, limits: limits)
    var values = AxisColumns()
    var shapes: [Int64: String] = [:]
    for block in sample.blocks(seed: seed) {
      values.fill(block, axes: axes)
      scan.add(block, values: values, groups: block.ids.map { _ in 0 })
      for (id, deployment) in zip(block.ids, block.deployments) {
        let candidate = sample.candidates[Int(id)]
        let own = candidate.point.deployment
        shapes[deployment] = "\(own.system) \(own.engine) \(candidate.label)"
      }
    }
    let held = scan.winnerIDs.union(scan.rivalIDs { _ in shapes }).map { Int($0) }.sorted()
    func outcome(_ held: [Int], _ census: PickCensus?) -> Result<Pick, NoPick> {
      Result { () throws(NoPick) in
        var pick = try Pick.best(
          among: held.map { sample.candidates[$0] }, axes: axes, limits: limits, census: census)
        pick.best = held[pick.best]
        for place in pick.runnersUp.indices {
          pick.runnersUp[place].index = held[pick.runnersUp[place].index]
        }
        return pick
      }
    }
    let all = Array(sample.candidates.indices)
    #expect(outcome(held, scan.census) == outcome(all, nil))
  }

  @Test(arguments: 0..<20) func aSampleIsThatOfTheSmallestKeys(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let count = Int.random(in: 0...500, using: &generator)
    let keys = (0..<Int64(count)).map { _ in Int64.random(in: .min ... .max, using: &generator) }
    var sample = KeySample(limit: 40)
    for (id, key) in keys.enumerated() { sample.add(key: key, id: Int64(id), x: 1, y: 2) }
    #expect(sample.members.map(\.key) == Array(keys.sorted().prefix(40)))
    #expect(sample.members.allSatisfy { keys[Int($0.id)] == $0.key && $0.x == 1 && $0.y == 2 })
  }

  @Test(arguments: 0..<20) func limitsNeedNoMoreThanTheFiguresTheyName(seed: UInt64) {
    let sample = ScanSample(seed: seed)
    let (limits, axes) = (ScanSample.limits(seed: seed), ScanSample.axes(seed: seed))
    let figures = limits.figures(axis: axes.user).union(axes.figures).sorted()
    var found = Measurement()
    for block in sample.blocks(seed: seed) {
      for index in 0..<block.count {
        let whole = sample.candidates[Int(block.ids[index])].measurement
        block.fill(&found, at: index, figures)
        #expect(limits.keepsAll(found, axis: axes.user) == limits.keepsAll(whole, axis: axes.user))
        for axis in [axes.user, axes.gpu] {
          #expect(axis.value(of: found).bitPattern == axis.value(of: whole).bitPattern)
        }
      }
    }
  }
}
