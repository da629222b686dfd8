import ReferenceSimulator
import ServingModel
import ServingSimulator

/// Prints simulated requests per CPU-second of the event loop, and its ratio to the step-by-step simulator.
///
/// Iteration times are made up; only their number and shape matter here.
struct SimulatorBenchmark {
  var isDisaggregated: Bool
  var concurrency: Int
  var mtp: Int

  var scenario: ServingScenario {
    let workload = Workload(isl: 1024, osl: 256, rangeRatio: 1, concurrency: concurrency)
    let depth = mtp
    func lane(batch: Int, ranks: Int, mtp: Int) -> LaneModel {
      LaneModel(
        times: SyntheticTimes().iterationTimes(
          maxBatchSize: batch, tokensPerDecode: 1 + mtp, maxTokens: 8192 * ranks * (1 + mtp)),
        ranks: ranks, maxBatchSize: batch, maxNumTokens: 8192, kvBlocks: 1_000_000, blockTokens: 32,
        tokensPerIteration: MTPAcceptance.tokensPerIteration(depth: mtp, acceptance: []),
        tokensPerIterationVariance: MTPAcceptance.variancePerIteration(depth: mtp, acceptance: []))
    }
    let lanes: ServingScenario.Lanes =
      isDisaggregated
      ? .disaggregated(
        prefill: lane(batch: 8, ranks: 4, mtp: 0), prefillLanes: max(1, min(12, concurrency / 64)),
        decode: lane(batch: 512, ranks: 8, mtp: depth), decodeLanes: max(1, concurrency / 2048),
        transfer: KVTransfer(latencyMs: 3, msPerToken: 0.002))
      : .aggregated(lane: lane(batch: 4096, ranks: 1, mtp: depth), lanes: 1)
    return ServingScenario(
      lanes: lanes, workload: workload, gpus: 8, arrivalDelayMs: 1.7, firstTokenDelayMs: 0.4, seed: 1)
  }

  /// CPU seconds of `body`, and how often it ran: at least `seconds`.
  static func seconds(atLeast least: Double, _ body: () throws -> Void) rethrows -> (Double, Int) {
    let start = cpuSeconds()
    var runs = 0
    repeat {
      try body()
      runs += 1
    } while cpuSeconds() - start < least
    return (cpuSeconds() - start, runs)
  }

  func row(_ arena: SimulationArena) throws -> String {
    let scenario = scenario
    let trace = try arena.trace(scenario, clients: concurrency)
    let count = trace.completions.count
    let (fast, fastRuns) = try Self.seconds(atLeast: 0.5) { _ = try arena.measure(scenario) }
    let (plain, plainRuns) = Self.seconds(atLeast: 0.3) {
      _ = ReferenceSimulator(scenario, clients: concurrency).run()
    }
    let perRun = fast / Double(fastRuns)
    let rate = Double(count) / perRun
    let plainRate = Double(count * plainRuns) / plain
    let cells = [
      isDisaggregated ? "disagg" : "agg", "\(concurrency)", "\(mtp)", "\(count)",
      "\(Int(perRun * 1e6))", "\(Int(rate))", "\(Int(1 / perRun))", "\(Int(plainRate))",
      "\(Int(rate / plainRate))",
    ]
    return cells.map(column).joined()
  }
}

func column(_ text: String) -> String { String(repeating: " ", count: max(1, 13 - text.count)) + text }

let arena = SimulationArena()
let header = [
  "topology", "concurrency", "mtp", "requests", "us/point", "requests/s", "points/s", "plain req/s", "ratio",
]
print(header.map(column).joined())
for isDisaggregated in [false, true] {
  for concurrency in [8, 64, 512, 4096] {
    for mtp in [0, 3] {
      let benchmark = SimulatorBenchmark(
        isDisaggregated: isDisaggregated, concurrency: concurrency, mtp: mtp)
      print(try benchmark.row(arena))
    }
  }
}
