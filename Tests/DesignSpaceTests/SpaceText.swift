import DesignSpace
import ServingModel

/// Short ways to write spaces in tests.
enum SpaceText {
  /// A space of one aggregated block with the given keys of its server and of itself.
  static func aggregated(server: String = "tp: 8", block: String = "concurrency: 16") -> String {
    """
    name: test
    description: test
    model: llama-3.1-70b
    blocks:
      - name: only
        topology: agg
        system: h100_sxm
        engine: vllm
        isl: 1024
        osl: 128
    \(indent(block, by: 4))
        server:
    \(indent(server, by: 6))
    """
  }

  /// A space of one disaggregated block.
  static func disaggregated(prefill: String, decode: String, block: String = "concurrency: 64") -> String {
    """
    name: test
    description: test
    model: deepseek-r1
    blocks:
      - name: only
        topology: disagg
        system: gb200
        engine: trtllm
        quantization: nvfp4
        isl: 1024
        osl: 128
    \(indent(block, by: 4))
        prefill:
    \(indent(prefill, by: 6))
        decode:
    \(indent(decode, by: 6))
    """
  }

  static func indent(_ text: String, by spaces: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
  }

  static func load(_ yaml: String) throws(SpaceErrors) -> Space {
    try Space.load(yaml: yaml, file: "test.yaml") { try Catalogue.model($0) }
  }

  static func errors(_ yaml: String) -> [SpaceError] {
    do {
      _ = try load(yaml)
      return []
    } catch {
      return error.errors
    }
  }
}

extension Space {
  var candidates: [Candidate] { (0..<count).map(candidate) }

  var points: [Point] {
    candidates.compactMap { if case .point(let point) = $0 { point } else { nil } }
  }

  var rejections: [Rejection] {
    candidates.compactMap { if case .rejected(let rejection) = $0 { rejection } else { nil } }
  }
}
