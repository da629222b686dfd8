import SeededNumbers
import Foundation
import ServingModel
import Testing

@testable import Calibration

@Suite struct FactorFitTests {
  private typealias Setting = SyntheticServers.Setting
  private typealias Truth = (Setting) -> [TimingFactors.Name: Double]

  private func fitted(_ rows: [MeasuredRow]) -> FactorModel {
    let data = CalibrationData(rows, simulate: SyntheticServers.simulate)
    let all = Array(rows.indices)
    return data.factors(of: all, firstSlopes: data.slopes(FactorModel(), of: all))
  }

  private func multiplier(
    _ model: FactorModel, _ setting: Setting, _ name: TimingFactors.Name
  ) -> Double {
    model.factors(setting.group)[name] / TimingFactors(uncalibrated: setting.engine)[name]
  }

  @Test func knownMultipliersComeBack() {
    var random = SplitMix(state: 1)
    let servers = [
      Setting(engine: .vllm), Setting(engine: .vllm, system: "b200_sxm"), Setting(engine: .trtllm),
    ]
    let truth: Truth = { setting in
      let decode = setting.engine == .vllm ? 1.4 : 0.75
      return [
        .decodeKernels: decode * (setting.system == "b200_sxm" ? 1.15 : 1),
        .decodeAttention: setting.engine == .vllm ? 0.8 : 1.25,
        .prefillKernels: setting.engine == .vllm ? 1.3 : 0.9,
      ]
    }
    let rows = SyntheticServers.rows(
      servers.flatMap(SyntheticServers.loads), noise: 0.02, &random, truth: truth)
    let model = fitted(rows)
    for server in servers {
      for (name, factor) in truth(server) {
        let found = multiplier(model, server, name)
        #expect(abs(log(found / factor)) < 0.08, "\(server.engine) \(server.system) \(name): \(found)")
      }
    }
  }

  @Test func whatNoRowDependsOnStaysAsAssumed() {
    var random = SplitMix(state: 2)
    let model = fitted(
      SyntheticServers.rows(SyntheticServers.loads(Setting()), noise: 0.02, &random) { _ in
        [.decodeKernels: 1.5]
      })
    #expect(abs(multiplier(model, Setting(), .decodeCommunication) - 1) < 1e-9)
    #expect(abs(multiplier(model, Setting(), .eagerLayerMs) - 1) < 1e-9)
  }

  @Test func aGroupOfFewRowsStaysNearItsParent() {
    let parent = Setting(format: .fp8)
    let child = Setting(format: .nvfp4)
    func found(_ rows: Int) -> Double {
      var random = SplitMix(state: 3)
      let settings =
        SyntheticServers.loads(parent) + SyntheticServers.loads(child).shuffled(using: &random).prefix(rows)
      let model = fitted(
        SyntheticServers.rows(settings, noise: 0.01, &random) {
          let factor = $0.format == .nvfp4 ? 1.3 : 1
          return [.decodeKernels: factor, .decodeAttention: factor]
        })
      let batch = SyntheticServers.simulate(child.point, model.factors(child.group))
      let base = SyntheticServers.simulate(child.point, model.factors(parent.group))
      return log((batch?.tpotMs ?? 0) / (base?.tpotMs ?? 1)) / log(1.3)
    }
    let (one, all) = (found(1), found(24))
    #expect(one > 0 && one < 0.6 && all > 0.75 && all < 1.05, "\(one), \(all)")
  }

  @Test func outliersHardlyMoveIt() {
    var random = SplitMix(state: 4)
    let settings = SyntheticServers.loads(Setting()) + SyntheticServers.loads(Setting(system: "b200_sxm"))
    var rows = SyntheticServers.rows(settings, noise: 0.05, &random) { _ in
      [.decodeKernels: 1.2, .prefillKernels: 0.8]
    }
    let clean = fitted(rows)
    for index in stride(from: 7, to: rows.count, by: 20) {
      rows[index].tpotMs *= 30
      rows[index].ttftMs *= 30
    }
    let dirty = fitted(rows)
    for setting in settings {
      let before = SyntheticServers.simulate(setting.point, clean.factors(setting.group))
      let after = SyntheticServers.simulate(setting.point, dirty.factors(setting.group))
      #expect(abs(log((after?.tpotMs ?? 0) / (before?.tpotMs ?? 1))) < 0.05)
      #expect(abs(log((after?.ttftMs ?? 0) / (before?.ttftMs ?? 1))) < 0.05)
    }
  }

  @Test(arguments: [1e-6, 1e6]) func noFactorLeavesItsBounds(wrong: Double) {
    var random = SplitMix(state: 5)
    var rows = SyntheticServers.rows(SyntheticServers.loads(Setting()), noise: 0, &random) { _ in [:] }
    for index in rows.indices {
      rows[index].tpotMs *= wrong
      rows[index].ttftMs *= wrong
    }
    let model = fitted(rows)
    for name in TimingFactors.Name.allCases {
      let logarithm = log(multiplier(model, Setting(), name))
      #expect(abs(logarithm) <= FactorModel.largestLogarithm + 1e-9, "\(name): \(logarithm)")
    }
  }

  @Test func aGroupThatWasNeverSeenHasTheFactorsOfItsRelatives() {
    var random = SplitMix(state: 6)
    let model = fitted(
      SyntheticServers.rows(SyntheticServers.loads(Setting()), noise: 0.02, &random) { _ in
        [.decodeKernels: 1.5]
      })
    let same = multiplier(model, Setting(), .decodeKernels)
    let sameEngine = multiplier(model, Setting(system: "b200_sxm", model: "other"), .decodeKernels)
    let otherEngine = multiplier(model, Setting(engine: .sglang, model: "other"), .decodeKernels)
    #expect(1 < otherEngine && otherEngine < sameEngine && sameEngine < same)
  }
}
