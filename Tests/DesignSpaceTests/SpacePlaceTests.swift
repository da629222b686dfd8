import DesignSpace
import ServingModel
import Testing

/// Ordinals and the unit cube.
@Suite struct SpacePlaceTests {
  private static let yaml = SpaceText.disaggregated(
    prefill: "parallel: [DEP4, DEP8]\nservers: [1, 2, 3]",
    decode: """
      parallel: [TEP4, DEP8, DEP16]
      mtp: [0, 1]
      eplb_slots:
        values: [0, 256, 288]
        when: mtp == 0 and dp > 1
        else: 0
      max_batch_size: =max(1, floor(concurrency / dp))
      """,
    block: """
      concurrency: {from: 8, to: 64, factor: 2}
      constraints: ["prefill.gpus <= 2 * decode.gpus", "concurrency >= decode.dp"]
      """)

  /// The same space by nested loops.
  @Test func ordinalsAreNestedLoops() throws {
    let space = try SpaceText.load(Self.yaml)
    var expected: [String] = []
    for prefill in [4, 8] {
      for prefillServers in [1, 2, 3] {
        for (label, decode, dp) in [("TEP4", 4, 1), ("DEP8", 8, 8), ("DEP16", 16, 16)] {
          for slots in [0, 256, 288] {
            for mtp in [0, 1] {
              if slots > 0, !(mtp == 0 && dp > 1) { continue }
              for concurrency in [8, 16, 32, 64] {
                if prefill * prefillServers > 2 * decode || concurrency < dp { continue }
                let batch = max(1, concurrency / dp)
                expected.append(
                  "\(prefillServers)×DEP\(prefill)+1×\(label) \(slots) \(mtp) \(concurrency) \(batch)")
              }
            }
          }
        }
      }
    }
    let found = space.points.map { point in
      let server = point.deployment.topology.decodePool.configuration
      return "\(point.deployment.label(isMoE: true)) \(server.eplbSlots) \(server.mtp) "
        + "\(point.workload.concurrency) \(server.maxBatchSize)"
    }
    #expect(found == expected)
    #expect(space.count == 2 * 3 * 3 * 3 * 2 * 4)
    #expect(space.axes.map(\.count).reduce(1, *) == Int(space.count))
    #expect(space.axes.last?.name == "concurrency")
  }

  @Test func theUnitCubeReachesEveryPointAndNoDuplicate() throws {
    let space = try SpaceText.load(Self.yaml)
    var random = SeededNumbers(seed: 7)
    var reached: Set<UInt64> = []
    for _ in 0..<10_000 {
      let unit = (0..<space.dimensions).map { _ in Double(random.below(1 << 30)) / Double(1 << 30) }
      let ordinal = space.ordinal(unit: unit)
      reached.insert(ordinal)
    }
    let distinct = (0..<space.count).filter { !space.isDuplicate($0) }
    #expect(reached == Set(distinct))
    #expect(
      distinct.count
        == space.candidates.count { if case .rejected(let r) = $0 { r.rule != .duplicate } else { true } })
  }

  @Test func theCornersOfTheCubeAreInTheSpace() throws {
    let space = try SpaceText.load(Self.yaml)
    for unit in [
      [], [0], Array(repeating: 1, count: 9), Array(repeating: 0.999999999, count: 40),
      [.nan, -3, .infinity],
    ] {
      #expect(space.ordinal(unit: unit) < space.count)
    }
  }

  @Test func hugeSpacesAreCountedWithoutEnumeration() throws {
    let wide = "{from: 1, to: 4000, step: 1}"
    let block = "concurrency: \(wide)\nshared_prefix: \(wide)\nrange_ratio: {from: 0, to: 1, step: 0.001}"
    let space = try SpaceText.load(
      SpaceText.aggregated(server: "tp: 8\nmax_num_tokens: {from: 2000, to: 9000, step: 1}", block: block))
    #expect(space.count == 4000 * 4000 * 1001 * 7001)
    // The last place is computed as fast as the first.
    guard case .point(let point) = space.candidate(at: space.count - 1) else {
      Issue.record("the last place is no point")
      return
    }
    #expect(point.workload.concurrency == 4000 && point.workload.rangeRatio == 1)
  }

  @Test func spacesBeyondTheLimitAreRefused() throws {
    let wide = "{from: 1, to: 4000, step: 1}"
    let yaml = SpaceText.aggregated(
      server: "tp: \(wide)\ndp: \(wide)\npp: \(wide)\nservers: \(wide)\nep: \(wide)\nmax_num_tokens: \(wide)")
    #expect(SpaceText.errors(yaml).map(\.what) == ["block `only` makes more than 4e18 places"])
  }
}
