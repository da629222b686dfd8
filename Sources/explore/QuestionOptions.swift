import ArgumentParser
import DesignSpace
import Foundation
import ParetoFrontier
import ServingModel

/// Which model, traffic and machines a question is about.
struct QuestionOptions: ParsableArguments {
  @Option(help: "Input sequence length, tokens.")
  var isl: Int

  @Option(help: "Output sequence length, tokens.")
  var osl: Int

  @Option(
    help:
      "Model: a built-in name, or the path of a Hugging Face config.json (default: the space's, or DeepSeek-R1)."
  )
  var model: String?

  @Option(help: "GPU systems, separated by commas (default: those of the space).")
  var gpu: String?

  @Option(help: "Engines, separated by commas: trtllm, vllm, sglang (default: those of the space).")
  var engine: String?

  @Option(help: "Space: a built-in name or a file (default: the one for the model).")
  var space: String?

  @Option(help: "Answer from the points of this stored run, such as a sampled sweep, and sweep nothing.")
  var run: Int64?

  @Option(help: "Number formats: bf16, fp8, fp8_block, nvfp4, mxfp4, int4 (default: those of the space).")
  var quantization: String?

  @Option(help: "Concurrencies, separated by commas (default: those of the space).")
  var concurrency: String?

  @Option(help: "Random lengths: uniform in [ratio x L, L]; 1 is fixed (default: as the space has it).")
  var rangeRatio: Double?

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var calibration: CalibrationOptions

  func validate() throws {
    for (name, value) in [("isl", isl), ("osl", osl)] where value < 1 || value > 1 << 22 {
      throw ValidationError("--\(name) \(value): a number of tokens from 1 to \(1 << 22) is needed")
    }
    if let rangeRatio, !(0...1).contains(rangeRatio) {
      throw ValidationError("--range-ratio \(rangeRatio): a number from 0 to 1 is needed")
    }
    if run != nil, screen.screen != nil {
      throw ValidationError("--run and --screen: a stored run has its points; leave one of them out")
    }
    let others = [("gpu", gpu), ("engine", engine), ("space", space), ("quantization", quantization)]
    if run != nil, let clash = (others + [("concurrency", concurrency)]).first(where: { $0.1 != nil }) {
      throw ValidationError("--run and --\(clash.0): a stored run has its own; leave one of them out")
    }
  }

  /// The model that the question is about, and the space that answers it.
  func choice() throws -> (model: ModelArchitecture, choice: SpaceChoice) {
    let named = try space.map(SpaceChoice.named)
    let asked = try model.map(ModelChoice.resolve) ?? named.map { try Self.onlyModel(of: $0) }
    let model = try asked ?? Catalogue.model("deepseek-ai/DeepSeek-R1")
    return (model, try choice(named ?? SpaceChoice.standard(for: model), for: model))
  }

  private static func onlyModel(of choice: SpaceChoice) throws -> ModelArchitecture {
    let models = choice.space.models
    guard let model = models.first, models.count == 1 else {
      throw UsageError(
        "\(choice.origin): the space has several models; name one with --model: "
          + models.map(\.name).joined(separator: ", "))
    }
    return model
  }

  private func choice(_ given: SpaceChoice, for model: ModelArchitecture) throws -> SpaceChoice {
    var choice = given
    let systems = try gpu.map { try Self.list($0, option: "--gpu") }
    let engines = try engine.map { try Self.list($0, option: "--engine") }
    // A default space of another family's machines gives way to the general one.
    if space == nil, let systems, !(try Self.covers(choice.space, systems, engines ?? [])) {
      choice.space = try BuiltInSpaces.general(for: model)
      choice.text = try BuiltInSpaces.named(choice.space.name).yaml
    }
    choice.space = try choice.space.overriding(
      isl: [isl], osl: [osl], rangeRatio: rangeRatio, concurrency: try concurrencies(), model: model,
      systems: systems, engines: engines,
      quantization: try quantization.map { try Self.list($0, option: "--quantization") })
    return choice
  }

  private func concurrencies() throws -> [Int]? {
    try concurrency.map { text in
      try Self.list(text, option: "--concurrency").map { item in
        guard let value = Int(item), value >= 1 else {
          throw UsageError("--concurrency \(item): a whole number of at least 1 is needed")
        }
        return value
      }
    }
  }

  /// Whether a space has all these systems (and engines).
  private static func covers(_ space: Space, _ systems: [String], _ engines: [String]) throws -> Bool {
    let known = Set(space.systems.map(\.name))
    for system in systems where !known.contains(try Catalogue.system(system).name) { return false }
    return engines.isEmpty || (try? space.overriding(systems: systems, engines: engines)) != nil
  }

  static func list(_ text: String, option: String) throws -> [String] {
    let items = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard !items.isEmpty, items.allSatisfy({ !$0.isEmpty }) else {
      throw UsageError("\(option) `\(text)`: names separated by commas are needed")
    }
    return items
  }
}
