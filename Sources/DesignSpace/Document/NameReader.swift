internal import ServingModel
internal import Yams

/// Reads values that are names: of systems, models, engines, formats and parallel shapes.
final class NameReader {
  let diagnostics: Diagnostics
  private let resolve: (String) throws -> ModelArchitecture
  /// Models by the names used.
  private(set) var models: [String: ModelArchitecture] = [:]

  init(diagnostics: Diagnostics, resolveModel: @escaping (String) throws -> ModelArchitecture) {
    self.diagnostics = diagnostics
    resolve = resolveModel
  }

  /// Whether values of this kind are fixed names, never expressions: overrides and counts rely on them.
  func isNameKind(_ kind: KeyKind) -> Bool { kind == .system || kind == .model || kind == .engine }

  /// `any`: every system with measured kernels, every engine.
  func openValues(_ node: Node, kind: KeyKind) -> [Value]? {
    guard Self.isOpen(node, kind: kind) else { return nil }
    return Self.openNames(kind)?.map { Value(content: .text($0), location: node.location) }
  }

  static func isOpen(_ node: Node, kind: KeyKind) -> Bool {
    (kind == .system || kind == .engine) && node.plainText?.trimmed == "any"
  }

  static func openNames(_ kind: KeyKind) -> [String]? {
    switch kind {
    case .system: Catalogue.systems.filter(\.hasMeasuredKernels).map(\.name)
    case .engine: Engine.allCases.map(\.rawValue)
    default: nil
    }
  }

  func value(_ text: String, kind: KeyKind, location: SpaceLocation) -> Value? {
    do {
      let content: Value.Content
      switch kind {
      case .system: content = .text(try Catalogue.system(text).name)
      case .engine: content = .text(try Catalogue.engine(text).rawValue)
      case .model:
        let model = try models[text] ?? resolve(text)
        models[text] = model
        content = .text(text)
      case .quantization: content = .quantization(try quantization(text))
      case .label: content = .text(try label(text))
      default: return nil
      }
      return Value(content: content, location: location)
    } catch let error as CatalogueError {
      let (what, remedy) = Self.split(error)
      diagnostics.report(location, what, remedy)
    } catch let error as NameError {
      diagnostics.report(location, error.what, error.remedy)
    } catch {
      diagnostics.report(location, "`\(text)` cannot be read: \(error)", "check the name or path")
    }
    return nil
  }

  /// A name that is not one of ours.
  struct NameError: Error {
    var what: String
    var remedy: String
  }

  func quantization(_ text: String) throws(NameError) -> QuantizationChoice {
    if let choice = QuantizationChoice(text) { return choice }
    let nearest = Suggestion.nearest(to: text, among: QuantizationChoice.presets)
    let known = QuantizationChoice.presets.joined(separator: ", ")
    throw NameError(
      what: "unknown quantization `\(text)`",
      remedy: nearest.map { "did you mean `\($0)`?" } ?? "known: \(known), each with `/kv fp8` or `/kv bf16`")
  }

  func label(_ text: String) throws(NameError) -> String {
    if let shape = Parallelism(label: text) { return KeyTable.labelName(shape) }
    throw NameError(
      what: "bad parallel label `\(text)`",
      remedy: "write TP8, TEP8, DEP8, DTP8, TP4EP2, DP8EP4 or TP2DP4EP8, with PP2 appended for stages")
  }

  /// Reads `{gemm, moe, attention, kv_cache}` or `{preset, kv}`.
  func quantization(_ mapping: Node.Mapping) -> Value? {
    let known = ["preset", "gemm", "moe", "attention", "kv_cache", "kv"]
    var formats: [String: NumberFormat] = [:]
    var preset: QuantizationChoice?
    var isSound = true
    for (nameNode, node) in mapping {
      let name = nameNode.plainText ?? ""
      let text = (node.plainText ?? "").trimmed.lowercased()
      if !known.contains(name) {
        diagnostics.unknown(nameNode, among: known, what: "key of a quantization")
        isSound = false
      } else if name == "preset" {
        preset = value(text, kind: .quantization, location: node.location)?.choice
        isSound = isSound && preset != nil
      } else if let format = NumberFormat(rawValue: text) {
        formats[name == "kv" ? "kv_cache" : name] = format
      } else {
        let names = NumberFormat.allCases.map(\.rawValue)
        diagnostics.report(
          node.location, "unknown number format \(node.shapeWords)",
          Suggestion.nearest(to: text, among: names).map { "did you mean `\($0)`?" }
            ?? "known: \(names.joined(separator: ", "))")
        isSound = false
      }
    }
    guard isSound else { return nil }
    return combine(preset: preset, formats: formats, at: Node.mapping(mapping).location)
  }

  private func combine(
    preset: QuantizationChoice?, formats: [String: NumberFormat], at location: SpaceLocation
  ) -> Value? {
    let kv = formats["kv_cache"]
    if let kv, kv != .fp8, kv != .bf16 {
      diagnostics.report(location, "the KV cache is `\(kv.rawValue)`", "write fp8 or bf16")
      return nil
    }
    let choice: QuantizationChoice
    if let preset {
      choice = QuantizationChoice(weights: preset.weights, kvCache: kv ?? preset.kvCache)
    } else if let gemm = formats["gemm"] {
      choice = QuantizationChoice(
        weights: .explicit(gemm: gemm, moe: formats["moe"] ?? gemm, attention: formats["attention"] ?? gemm),
        kvCache: kv)
    } else {
      diagnostics.report(location, "the quantization has no `gemm` and no `preset`", "add one of them")
      return nil
    }
    return Value(content: .quantization(choice), location: location)
  }

  private static func split(_ error: CatalogueError) -> (String, String) {
    guard case .unknown(let kind, let name, let nearest, let known) = error else {
      return ("\(error)", "mend the model's config.json")
    }
    let path = kind == "model" ? "; a path to a Hugging Face config.json works too" : ""
    let hint = nearest.map { "did you mean `\($0)`?" } ?? "known: \(known.joined(separator: ", "))"
    return ("unknown \(kind) `\(name)`", hint + path)
  }
}

extension Value {
  var choice: QuantizationChoice? {
    if case .quantization(let choice) = content { return choice }
    return nil
  }
}

extension KeyTable {
  /// The one spelling of a shape, whatever the file wrote.
  static func labelName(_ shape: Parallelism) -> String {
    let stage = shape.tp > 1 || shape.dp == 1 ? "TP\(shape.tp)DP\(shape.dp)" : "DP\(shape.dp)"
    return "\(stage)EP\(shape.ep)PP\(shape.pp)"
  }
}

extension Diagnostics {
  /// Reports a key that is not known, with the nearest one that is.
  func unknown(_ node: Node, among known: [String], what: String) {
    let name = node.plainText ?? ""
    if node.plainText == nil {
      report(node.location, "\(node.shapeWords) cannot be a key", "write a name")
      return
    }
    let leaf = KeyTable.foreignNames[name.lowercased()] ?? KeyTable.foreignNames[name]
    let remedy: String
    if let leaf, known.contains(leaf) {
      remedy = "it is `\(leaf)` here"
    } else if let nearest = Suggestion.nearest(to: name, among: known) {
      remedy = "did you mean `\(nearest)`?"
    } else {
      remedy = "known here: \(known.joined(separator: ", "))"
    }
    report(node.location, "unknown \(what) `\(name.prefix(60))`", remedy)
  }
}
