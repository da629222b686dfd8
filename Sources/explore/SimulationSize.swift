import ServingModel

/// How much work the simulation of a whole run is, before it is begun.
///
/// A row is one line of a long file: none may take minutes or gigabytes.
struct SimulationSize {
  /// Requests of the run.
  let requests: Int
  /// Steps of the event loop: each request's chunks and its beginnings and ends, over the lanes and ranks that
  /// each of them is held against. An upper bound, off by a factor of a few.
  let steps: Int

  static let mostRequests = 1_000_000
  static let mostSteps = 200_000_000

  init(of point: Point, requestsPerClient: Int) {
    let topology = point.deployment.topology
    requests = point.workload.concurrency * requestsPerClient
    let entry = topology.prefillPool.configuration
    // Engines that mix give decoding sequences their tokens first.
    let isMixed = topology.name == "agg" && point.deployment.engine.scheduling == .mixed
    let budget = max(1, entry.maxNumTokens - (isMixed ? entry.maxBatchSize : 0))
    let chunks = (point.workload.isl + budget - 1) / budget
    // Lanes of aggregated servers are simulated alone.
    let lanes =
      switch topology {
      case .aggregated: 1
      case .disaggregated(let prefill, let decode): [prefill, decode].map(Self.lanes).reduce(0, +)
      }
    let ranks = max(entry.parallelism.dp, topology.decodePool.configuration.parallelism.dp)
    steps = requests * (chunks + 3) * (lanes + ranks)
  }

  /// Why the run is too large; none where it is not.
  var refusal: String? {
    if requests > Self.mostRequests {
      return "the run has \(requests) requests (concurrency x requests per client), "
        + "at most \(Self.mostRequests) are simulated"
    }
    if steps > Self.mostSteps {
      return "the run takes about \(steps) steps (requests x prompt chunks x ranks and servers), "
        + "at most \(Self.mostSteps) are simulated"
    }
    return nil
  }

  private static func lanes(_ pool: ServerPool) -> Int { pool.servers * pool.configuration.parallelism.pp }
}
