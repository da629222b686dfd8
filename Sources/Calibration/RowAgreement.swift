internal import ServingModel

/// The columns of one server's parallel sizes.
struct ParallelColumns {
  var tp: String
  var dp: String
  var pp: String
  var moeTP: String
  var ep: String

  static let aggregated = ParallelColumns(
    tp: "tp", dp: "attention_dp", pp: "pp", moeTP: "moe_tp", ep: "moe_ep")

  var all: [String] { [tp, dp, pp, moeTP, ep] }
}

extension ParallelColumns {
  /// - Parameter role: `prefill` or `decode`.
  init(role: String) {
    tp = "\(role)_tp_size"
    dp = "\(role)_attention_dp_size"
    pp = "\(role)_pp_size"
    moeTP = "\(role)_moe_tp_size"
    ep = "\(role)_moe_ep_size"
  }
}

/// Whether the columns of a row say the same.
extension RowReader {
  private static let disaggregatedColumns = ["prefill", "decode"].flatMap { role in
    ParallelColumns(role: role).all + ["\(role)_num_workers", "\(role)_batch_size"]
  }

  /// Sizes of the other mode must be empty.
  func checkModeColumns(_ mode: String) throws(RowProblem) {
    let others = mode == "agg" ? Self.disaggregatedColumns : ParallelColumns.aggregated.all
    for column in others where !text(column).isEmpty {
      throw problem(
        column, "\(shown(column)) contradicts mode `\(mode)`, in which this column is left empty")
    }
  }

  func checkExperts(_ parallel: Parallelism, _ names: ParallelColumns) throws(RowProblem) {
    if parallel.moeTP * parallel.ep == parallel.tp * parallel.dp { return }
    throw problem(
      text(names.ep).isEmpty ? names.moeTP : names.ep,
      "\(names.moeTP) \(parallel.moeTP) x \(names.ep) \(parallel.ep) is not \(names.tp) \(parallel.tp) x "
        + "\(names.dp) \(parallel.dp)")
  }

  /// What follows from other columns must agree with them where it is given.
  func checkAgreement(_ topology: Topology, concurrency: Int) throws(RowProblem) {
    if topology.gpus > ColumnLimits.gpus {
      throw problem(
        topology.name == "agg" ? "tp" : "prefill_num_workers",
        "the parallel sizes make \(topology.gpus) GPUs, above \(ColumnLimits.gpus), the most that is accepted"
      )
    }
    if let gpus = try optionalCount("gpus", atMost: ColumnLimits.gpus), gpus != topology.gpus {
      throw problem("gpus", "\(gpus) contradicts the parallel sizes, which make \(topology.gpus)")
    }
    if text("batch_per_rank").isEmpty { return }
    guard let given = number("batch_per_rank"), given > 0 else {
      throw problem("batch_per_rank", "\(shown("batch_per_rank")) is not a number above 0")
    }
    // Rank is a word of aggregated servers: pools have two kinds of it.
    guard case .aggregated(let pool) = topology else { return }
    let parallel = pool.configuration.parallelism
    let share = Double(concurrency) / Double(parallel.dp * parallel.pp)
    // Sources round up or down.
    guard abs(given - share) < 1 else {
      throw problem(
        "batch_per_rank",
        "\(shown("batch_per_rank")) contradicts concurrency / (attention_dp x pp) = "
          + "\(concurrency) / (\(parallel.dp) x \(parallel.pp))")
    }
  }
}
