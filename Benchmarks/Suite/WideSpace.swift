import DesignSpace
import ServingModel

/// A matrix of what-ifs: models x GPU systems x engines x servers x traffic.
struct WideSpace {
  /// Models, 1 to 8; with all of them and all lengths the space has more than ten million valid points.
  var models = 8
  /// Prompt and answer lengths, 1 to 6 each.
  var lengths = 6

  static let modelNames = [
    "llama-3.1-70b", "llama-3.1-8b", "qwen3-32b", "qwen3-30b-a3b", "qwen3-235b-a22b", "deepseek-r1",
    "gpt-oss-120b", "gpt-oss-20b",
  ]

  var yaml: String {
    func list(_ from: Int) -> String { (0..<lengths).map { "\(from << $0)" }.joined(separator: ", ") }
    return """
      name: wide-\(models)-\(lengths)
      description: models x systems x engines x servers x traffic
      model: [\(Self.modelNames.prefix(models).joined(separator: ", "))]
      defaults: {system: any, engine: any, isl: [\(list(256))], osl: [\(list(64))]}
      blocks:
        - topology: agg
          server:
            parallel: [TP1, TP2, TP4, TP8, DP2, DP4, DP8, DEP2, DEP4, DEP8, TEP2, TEP4, TEP8]
            servers: [1, 2, 4]
            max_batch_size: [64, 256]
            max_num_tokens: [2048, 4096, 8192, 16384]
            kv_fraction: [0.8, 0.85, 0.9]
          concurrency: {from: 1, to: 4096, factor: 2}
          constraints:
            - concurrency >= server.dp * server.servers
            - concurrency <= 2 * server.max_batch_size * server.dp * server.servers
      """
  }

  func load() throws -> Space {
    try Space.load(yaml: yaml, file: "wide.yaml") { try Catalogue.model($0) }
  }
}
