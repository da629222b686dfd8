/// How one server spreads the model over its GPUs.
///
/// GPUs = tp x dp x pp, and moeTP x ep = tp x dp.
public struct Parallelism: Codable, Sendable, Hashable {
  /// Attention tensor parallel size.
  public var tp: Int
  /// Attention data parallel ranks (TensorRT-LLM `enable_attention_dp`, vLLM `--data-parallel-size`).
  public var dp: Int
  /// Pipeline stages.
  public var pp: Int
  /// Expert tensor parallel size.
  public var moeTP: Int
  /// Expert parallel size.
  public var ep: Int

  public init(tp: Int, dp: Int = 1, pp: Int = 1, moeTP: Int? = nil, ep: Int = 1) {
    self.tp = tp
    self.dp = dp
    self.pp = pp
    self.ep = ep
    self.moeTP = moeTP ?? max(1, tp * dp / max(1, ep))
  }

  public var gpus: Int { tp * dp * pp }
  /// GPUs of one pipeline stage.
  public var stageGPUs: Int { tp * dp }

  /// Short form as performance engineers write it: `TP8`, `TEP8` (expert parallel), `DEP8` (attention
  /// data parallel with expert parallel), `DTP8` (attention data parallel, expert tensor parallel),
  /// `TP2DP4` (both), with `PP2` appended.
  public func label(isMoE: Bool) -> String {
    let stage = stageGPUs
    var name: String
    switch (tp > 1, dp > 1) {
    case (true, true): name = "TP\(tp)DP\(dp)" + (isMoE && ep > 1 ? "EP\(ep)" : "")
    case (_, true) where !isMoE: name = "DP\(stage)"
    case (_, true): name = ep == stage ? "DEP\(stage)" : ep > 1 ? "DP\(stage)EP\(ep)" : "DTP\(stage)"
    default: name = isMoE && ep > 1 ? (ep == stage ? "TEP\(stage)" : "TP\(stage)EP\(ep)") : "TP\(stage)"
    }
    if pp > 1 { name += "PP\(pp)" }
    return name
  }
}
