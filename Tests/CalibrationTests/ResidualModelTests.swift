import SeededNumbers
import Foundation
import ServingModel
import Testing

@testable import Calibration

@Suite struct ResidualModelTests {
  /// Rows anywhere, with versions and clusters or without.
  private static func randomRow(_ index: Int, _ random: inout SplitMix) -> CalibrationRow {
    func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
    let setting = SyntheticServers.Setting(
      engine: pick(Engine.allCases), system: pick(["h100_sxm", "b200_sxm"]), model: pick(["a/a", "b/b"]),
      format: pick([.fp8, .nvfp4]), tp: pick([1, 2, 4, 8]), concurrency: pick([1, 8, 60, 500]),
      isl: pick([128, 1024, 9000]))
    let place = CalibrationPlace(
      setting.point, engineVersion: pick([nil, "", "1.0", "2.0"]), cluster: pick([nil, nil, "own", "other"]))
    let simulated = SimulatedLatency(
      ttftMs: exp(5 + random.normal()), tpotMs: exp(2 + random.normal()), confidence: .interpolated)
    return CalibrationRow(
      id: "\(index)", place: place, ttftMs: simulated.ttftMs * exp(0.5 * random.normal()),
      tpotMs: simulated.tpotMs * exp(0.2 * random.normal()), simulated: simulated)
  }

  @Test(arguments: [true, false]) func itIsTheProcessOfTheTextbook(isRobust: Bool) {
    var random = SplitMix(state: isRobust ? 1 : 2)
    var rows = (0..<90).map { Self.randomRow($0, &random) }
    rows[5].tpotMs *= 30
    let assumptions = ResidualModel.Assumptions(
      scale: [.tpot: 1, .ttft: 2.5], noise: [.tpot: 0.08, .ttft: 0.2], isRobust: isRobust)
    let model = ResidualModel(
      PlacedPoints(rows), targets: CalibrationFit.targets(rows), assuming: assumptions)
    for metric in CalibratedMetric.allCases {
      let process = ObviousProcess(
        rows, targets: rows.map { $0.logRatio(metric) }, scale: assumptions.scale[metric] ?? 1,
        noise: assumptions.noise[metric] ?? 1, rounds: isRobust ? 3 : 1)
      for row in rows + (0..<50).map({ Self.randomRow($0, &random) }) {
        let found = model.corrections(row.place, row.simulated)[metric]
        let expected = process.correction(row.place, row.simulated)
        #expect(abs(found - expected) < 1e-9, "\(metric) \(row.place): \(found), \(expected)")
      }
    }
  }

  @Test func aProcessMadeOfItsWeightsIsTheSame() {
    var random = SplitMix(state: 3)
    let rows = (0..<40).map { Self.randomRow($0, &random) }
    let model = ResidualModel(
      PlacedPoints(rows), targets: CalibrationFit.targets(rows), assuming: .corrections)
    let again = ResidualModel(PlacedPoints(rows), weights: model.weights, trust: model.trust)
    for row in (0..<20).map({ Self.randomRow($0, &random) }) {
      #expect(
        model.corrections(row.place, row.simulated) == again.corrections(row.place, row.simulated))
    }
  }

  /// Rows of one server, all a third slower than simulated.
  private static func slowRows() -> [CalibrationRow] {
    SyntheticServers.loads(.init()).enumerated().map { index, setting in
      CalibrationRow(
        id: "\(index)", place: CalibrationPlace(setting.point, engineVersion: setting.version),
        ttftMs: 133, tpotMs: 13.3,
        simulated: SimulatedLatency(ttftMs: 100, tpotMs: 10, confidence: .measured))
    }
  }

  @Test func aStrangerSharesOnlyWhatAllShare() {
    let rows = Self.slowRows()
    let model = ResidualModel(
      PlacedPoints(rows), targets: CalibrationFit.targets(rows), assuming: .corrections)
    let latency = SimulatedLatency(ttftMs: 100, tpotMs: 10, confidence: .measured)
    let stranger = SyntheticServers.Setting(engine: .sglang, system: "gb300", model: "c/c")
    let all = ResidualKernel.deviations(.all)
    func place(_ setting: SyntheticServers.Setting) -> CalibrationPlace { CalibrationPlace(setting.point) }
    let near = model.corrections(place(stranger), latency).tpot
    let relative = model.corrections(place(.init()), latency).tpot
    #expect(near > 0 && near < relative / 2)
    // No coordinate is near: what fades has faded.
    var far = place(stranger)
    (far.isl, far.osl, far.concurrency, far.gpus) = (1 << 24, 1 << 24, 1e6, 1 << 16)
    let weights = model.weights[.tpot]?.reduce(0, +) ?? 0
    let expected = all.constant * all.constant * weights
    #expect(abs(model.corrections(far, latency).tpot - expected) < 1e-9)
  }

  @Test func withoutRowsNothingIsCorrected() {
    let model = ResidualModel(PlacedPoints([]), targets: [.tpot: [], .ttft: []], assuming: .corrections)
    let latency = SimulatedLatency(ttftMs: 100, tpotMs: 10, confidence: .measured)
    let place = CalibrationPlace(SyntheticServers.Setting().point)
    #expect(model.corrections(place, latency) == Corrections(tpot: 0, ttft: 0))
  }

  @Test func aRowFarOffIsTrustedLess() throws {
    var rows = Self.slowRows()
    rows[3].tpotMs *= 30
    let model = ResidualModel(
      PlacedPoints(rows), targets: CalibrationFit.targets(rows), assuming: .corrections)
    let trust = try #require(model.trust[.tpot])
    #expect(trust[3] < 0.1 && trust.indices.allSatisfy { $0 == 3 || trust[$0] > 5 * trust[3] })
  }
}
