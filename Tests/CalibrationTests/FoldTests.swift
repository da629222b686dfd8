import SeededNumbers
import ServingModel
import Testing

@testable import Calibration

@Suite struct FoldTests {
  /// 2 engines x 3 models x 2 systems x 24 loads.
  private static let places: [CalibrationPlace] = {
    var settings: [SyntheticServers.Setting] = []
    for engine in [Engine.vllm, .trtllm] {
      for model in ["openai/gpt-oss-120b", "deepseek-ai/DeepSeek-R1", "meta-llama/Llama-3.1-8B"] {
        for system in ["h100_sxm", "b200_sxm"] {
          settings += SyntheticServers.loads(.init(engine: engine, system: system, model: model))
        }
      }
    }
    return settings.map { CalibrationPlace($0.point, engineVersion: $0.version) }
  }()

  @Test(arguments: Folds.Unit.allCases) func whatBelongsTogetherIsNeverSplit(unit: Folds.Unit) {
    let folds = Folds.split(Self.places, by: unit)
    func key(_ place: CalibrationPlace) -> [String] {
      let group = place.group
      switch unit {
      case .model: return [group.model]
      case .group: return [group.engine.rawValue, group.system, group.model, group.precision, group.mode]
      case .configuration:
        return [
          group.engine.rawValue, group.system, group.model, group.precision, group.mode,
          "\(place.gpus) \(place.dp) \(place.ep)",
        ]
      }
    }
    let sides = Dictionary(grouping: Self.places.indices) { key(Self.places[$0]) }
    for (key, indices) in sides { #expect(Set(indices.map { folds[$0] }).count == 1, "\(key)") }
    #expect(Set(folds).count == min(unit.count, sides.count), "no fold is idle while another has two")
    #expect(folds.allSatisfy { (0..<unit.count).contains($0) })
  }

  @Test(arguments: Folds.Unit.allCases) func theOrderOfRowsChangesNothing(unit: Folds.Unit) {
    let folds = Folds.split(Self.places, by: unit)
    var random = SplitMix(state: 3)
    let order = Array(Self.places.indices).shuffled(using: &random)
    let shuffled = Folds.split(order.map { Self.places[$0] }, by: unit)
    for (place, fold) in zip(order, shuffled) { #expect(folds[place] == fold) }
  }

  @Test func namesOfOneModelAreOneModel() throws {
    let names = [
      "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3", "deepseek-r1-0528", "DeepSeek-V3-0324",
      "nvidia/DeepSeek-R1-FP4",
    ]
    let rows = names.map { SampleRows.aggregated(["model": $0]) + ",100,10" }
    let table = try MeasuredTable(
      csv: ([SampleRows.header + ",ttft_ms,tpot_ms"] + rows).joined(separator: "\n"))
    #expect(table.rows.count == names.count, "\(table.problems)")
    let places = table.rows.map { CalibrationPlace($0.point) }
    #expect(Set(places.map(Folds.Unit.model.key)).count == 1)
    #expect(Set(Folds.split(places, by: .model)).count == 1)
  }
}
