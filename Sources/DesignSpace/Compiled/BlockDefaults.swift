internal import ServingModel

/// What a block means by the keys that it leaves out.
///
/// Every default is an expression of the language, so that it follows the keys that are set.
struct BlockDefaults {
  let block: Block
  /// Keys that the file sets.
  let given: Set<String>

  init(block: Block) {
    self.block = block
    given = Set(block.definitions.keys).union(block.groups.flatMap(\.keys))
  }

  /// Keys that no default can stand for.
  var missing: [String] {
    ["model", "system", "engine", "isl", "osl"].filter { !given.contains($0) }
      + (given.contains("concurrency") || given.contains("concurrency_per_decode_server")
        ? [] : ["concurrency"])
  }

  /// Expressions by key, for the keys that the file leaves out and for the names that only expressions read.
  var expressions: [String: String] {
    let pool = block.isDisaggregated ? "decode" : "server"
    var all = [
      "quantization": "\"auto\"", "range_ratio": "1", "shared_prefix": "0",
      "total_gpus": block.isDisaggregated ? "prefill.gpus + decode.gpus" : "server.gpus",
    ]
    if given.contains("concurrency_per_decode_server") {
      all["concurrency"] = "concurrency_per_decode_server * \(pool).servers"
    } else if block.reads("concurrency_per_decode_server") {
      // A question may give the concurrency of a space that was written in terms of one server's share.
      all["concurrency_per_decode_server"] = "ceil(concurrency / \(pool).servers)"
    }
    for role in block.roles {
      for (key, text) in limits(role).merging(shape(role), uniquingKeysWith: { $1 }) {
        all["\(role.rawValue).\(key)"] = text
      }
    }
    return all.filter { !given.contains($0.key) }
  }

  private func has(_ role: ServerRole, _ key: String) -> Bool { given.contains("\(role.rawValue).\(key)") }

  private func limits(_ role: ServerRole) -> [String: String] {
    [
      "servers": "1", "gpus": "servers * world_size", "chunked_prefill": "true", "eplb_slots": "0",
      // A prefill server keeps the draft layer's KV cache for the decode server.
      "mtp": role == .prefill ? "decode.mtp" : "0",
      "max_batch_size": role == .prefill ? "1" : "256",
      "max_num_tokens": role == .decode ? "max_batch_size * (mtp + 1)" : "8192",
      "kv_fraction": role == .prefill ? "0.75" : "0.8",
    ]
  }

  /// How the server spreads over its GPUs, by what the file gives.
  private func shape(_ role: ServerRole) -> [String: String] {
    if has(role, "parallel") {
      return [
        "tp": "label.tp", "dp": "label.dp", "pp": "label.pp", "ep": "label.ep", "moe_tp": "label.moe_tp",
        "stage": "tp * dp", "world_size": "tp * dp * pp", "attention_dp": "dp > 1",
      ]
    }
    var shape = ["stage": "tp * dp", "pp": "1", "ep": "1", "moe_tp": "stage / ep"]
    if block.followsDynamoRecipe {
      // The recipe keeps TP inside a node of eight, except where NVLink reaches beyond the node.
      shape["pp"] = "if(nvlink_gpus > gpus_per_node, 1, world_size / min(8, world_size))"
      shape["ep"] = "if(is_moe, stage, 1)"
    } else if has(role, "moe_tp") {
      shape["ep"] = "stage / moe_tp"
    }
    guard has(role, "world_size") else {
      return shape.merging(
        ["tp": "1", "dp": "1", "world_size": "tp * dp * pp", "attention_dp": "dp > 1"],
        uniquingKeysWith: { $1 })
    }
    shape["attention_dp"] = block.followsDynamoRecipe ? "true" : "false"
    switch (has(role, "tp"), has(role, "dp")) {
    case (true, _):
      shape["dp"] = "world_size / (tp * pp)"
      shape["attention_dp"] = "dp > 1"
    case (false, true):
      shape["tp"] = "world_size / (dp * pp)"
      shape["attention_dp"] = "dp > 1"
    case (false, false):
      shape["tp"] = "if(attention_dp, 1, world_size / pp)"
      shape["dp"] = "if(attention_dp, world_size / pp, 1)"
    }
    return shape
  }

  /// Keys that say the same thing in two ways.
  var conflicts: [(key: String, what: String, remedy: String)] {
    var found: [(key: String, what: String, remedy: String)] = []
    for role in block.roles {
      let name = role.rawValue
      if has(role, "parallel") {
        for key in KeyTable.shapeKeys where key != "parallel" && has(role, key) {
          found.append(("\(name).\(key)", "`\(name).parallel` fixes `\(key)` already", "keep one of them"))
        }
      } else if has(role, "attention_dp") {
        for key in ["tp", "dp"] where has(role, key) {
          found.append(
            (
              "\(name).\(key)", "`\(name).\(key)` and `attention_dp` are both set",
              "keep `attention_dp` with `world_size` (GPUs of a server), or `tp` and `dp`"
            ))
        }
        if !has(role, "world_size"), !block.followsDynamoRecipe {
          found.append(
            (
              "\(name).attention_dp", "`\(name).attention_dp` has no `world_size`",
              "add `world_size:`, the GPUs of a server"
            ))
        }
      }
    }
    if given.contains("concurrency"), given.contains("concurrency_per_decode_server") {
      found.append(
        (
          "concurrency", "`concurrency` and `concurrency_per_decode_server` are both set",
          "keep one of them"
        ))
    }
    return found
  }
}
