/// Rows with all columns of the measured table, to be spoilt one by one.
enum SampleRows {
  static let columns = [
    "id", "model", "system", "backend", "backend_version", "precision", "mode", "isl", "osl", "gemm_quant",
    "moe_quant", "concurrency", "batch_per_rank", "tp", "pp", "attention_dp", "moe_tp", "moe_ep",
    "prefill_batch_size", "prefill_num_workers", "prefill_tp_size", "prefill_pp_size",
    "prefill_attention_dp_size", "prefill_moe_tp_size", "prefill_moe_ep_size", "decode_batch_size",
    "decode_num_workers", "decode_tp_size", "decode_pp_size", "decode_attention_dp_size",
    "decode_moe_tp_size", "decode_moe_ep_size", "gpus", "label_repaired",
  ]
  static let header = columns.joined(separator: ",")

  private static let common = [
    "model": "deepseek-ai/DeepSeek-R1", "system": "b200_sxm", "backend": "trtllm",
    "backend_version": "1.1.0", "precision": "fp4", "isl": "8192", "osl": "1024", "gemm_quant": "nvfp4",
    "moe_quant": "nvfp4", "concurrency": "64", "label_repaired": "0",
  ]

  static func aggregated(id: String = "a", _ changes: [String: String] = [:]) -> String {
    row(
      [
        "id": id, "mode": "agg", "batch_per_rank": "16", "tp": "1", "pp": "1", "attention_dp": "4",
        "moe_tp": "1", "moe_ep": "4", "gpus": "4",
      ], changes)
  }

  static func disaggregated(id: String = "d", _ changes: [String: String] = [:]) -> String {
    row(
      [
        "id": id, "mode": "disagg", "prefill_batch_size": "1", "prefill_num_workers": "2",
        "prefill_tp_size": "1", "prefill_pp_size": "1", "prefill_attention_dp_size": "4",
        "prefill_moe_tp_size": "1", "prefill_moe_ep_size": "4", "decode_batch_size": "64",
        "decode_num_workers": "1", "decode_tp_size": "8", "decode_pp_size": "1",
        "decode_attention_dp_size": "1", "decode_moe_tp_size": "1", "decode_moe_ep_size": "8", "gpus": "16",
      ], changes)
  }

  private static func row(_ own: [String: String], _ changes: [String: String]) -> String {
    let values = common.merging(own) { $1 }.merging(changes) { $1 }
    return columns.map { values[$0] ?? "" }.joined(separator: ",")
  }
}
