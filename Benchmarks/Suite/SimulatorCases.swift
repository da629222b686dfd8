import ReferenceSimulator
import ServingModel
import ServingSimulator

/// The event loop with made-up iteration times: only their number and shape matter here.
enum SimulatorCases {
  static let all: [BenchmarkCase] =
    [false, true].flatMap { isDisaggregated in
      [8, 64, 512, 4096].flatMap { concurrency in
        [0, 3].map { mtp in
          let scenario = MadeUpScenario(
            isDisaggregated: isDisaggregated, concurrency: concurrency, mtp: mtp)
          return BenchmarkCase(name: "simulator-\(scenario.name)") { try figures(scenario, $0) }
        }
      }
    } + [BenchmarkCase(name: "scaling") { try scaling($0) }]

  private static func figures(_ made: MadeUpScenario, _ effort: Effort) throws -> [Figure] {
    let arena = SimulationArena()
    let scenario = made.scenario
    let trace = try arena.trace(scenario, clients: made.concurrency)
    let requests = Double(trace.completions.count)
    // A request comes and goes; an iteration ends, whether or not the event loop stopped there.
    let events = 2 * requests + Double(trace.iterations.reduce(0, +))
    let fast = try effort.secondsOfMany { _ = try arena.measure(scenario) }
    let plain = effort.seconds(runs: 3) {
      _ = ReferenceSimulator(scenario, clients: made.concurrency).run()
    }
    let name = "simulator \(made.title)"
    let isIssueSize = made.concurrency == 64 && made.mtp == 0 && !made.isDisaggregated
    return [
      Figure("\(name): points", 1 / fast, "points/s", goal: isIssueSize ? .atLeast(5_000) : nil),
      Figure(
        "\(name): requests", requests / fast, "requests/s", baseline: "step-by-step simulator",
        ratio: plain / fast,
        goal: made.concurrency == 512
          ? .ratioAtLeast(50) : isIssueSize ? .atLeast(1_000_000) : nil),
      Figure("\(name): events", events / fast, "events/s"),
    ]
  }

  /// How time grows with the clients of a point, and with the points.
  private static func scaling(_ effort: Effort) throws -> [Figure] {
    let arena = SimulationArena()
    func figure(_ what: String, _ baseline: String, _ most: Double, _ sets: [[ServingScenario]]) throws
      -> Figure
    {
      // In turns, so that both sizes see the same machine.
      let turns = try (0..<effort.pick(5, quick: 1)).map { _ in
        try sets.map { set in
          try effort.secondsOfMany { for scenario in set { _ = try arena.measure(scenario) } }
        }
      }
      return Figure(
        what, turns.map { $0[1] }.median * 1e3, "CPU ms", baseline: baseline,
        ratio: turns.map { $0[1] / $0[0] }.median, goal: .ratioAtMost(most))
    }
    func made(_ concurrency: Int, _ isDisaggregated: Bool) -> ServingScenario {
      MadeUpScenario(isDisaggregated: isDisaggregated, concurrency: concurrency, mtp: 0).scenario
    }
    var figures: [Figure] = []
    for isDisaggregated in [false, true] {
      for concurrency in [256, 1024, 2048] {
        figures.append(
          try figure(
            "\(isDisaggregated ? "disagg" : "agg"), concurrency \(2 * concurrency)",
            "concurrency \(concurrency)", 2.2,
            [[made(concurrency, isDisaggregated)], [made(2 * concurrency, isDisaggregated)]]))
      }
    }
    for isDisaggregated in [false, true] {
      figures.append(try rateOfManyClients(isDisaggregated, arena, effort))
    }
    let sets = [200, 400].map { count in (0..<count).map { made(64 + $0 % 7, $0 % 2 == 1) } }
    figures.append(try figure("400 points, concurrency 64 to 70", "200 points", 2.1, sets))
    return figures
  }

  /// Requests a second of many clients against those of a few.
  private static func rateOfManyClients(
    _ isDisaggregated: Bool, _ arena: SimulationArena, _ effort: Effort
  ) throws -> Figure {
    let rates = try [64, 4096].map { concurrency in
      let made = MadeUpScenario(isDisaggregated: isDisaggregated, concurrency: concurrency, mtp: 0)
      let scenario = made.scenario
      let requests = try arena.trace(scenario, clients: concurrency).completions.count
      return Double(requests) / (try effort.secondsOfMany { _ = try arena.measure(scenario) })
    }
    return Figure(
      "\(isDisaggregated ? "disagg" : "agg"), concurrency 4096", rates[1], "requests/s",
      baseline: "concurrency 64", ratio: rates[1] / rates[0], goal: .ratioAtLeast(1.0 / 3))
  }
}

/// 1,024 tokens in, 256 out, on servers of one size.
struct MadeUpScenario {
  var isDisaggregated: Bool
  var concurrency: Int
  var mtp: Int

  var name: String { "\(isDisaggregated ? "disagg" : "agg")-\(concurrency)-mtp\(mtp)" }
  var title: String { "\(isDisaggregated ? "disagg" : "agg"), concurrency \(concurrency), MTP \(mtp)" }

  var scenario: ServingScenario {
    let lanes: ServingScenario.Lanes =
      isDisaggregated
      ? .disaggregated(
        prefill: lane(batch: 8, ranks: 4, mtp: 0), prefillLanes: max(1, min(12, concurrency / 64)),
        decode: lane(batch: 512, ranks: 8, mtp: mtp), decodeLanes: max(1, concurrency / 2048),
        transfer: KVTransfer(latencyMs: 3, msPerToken: 0.002))
      : .aggregated(lane: lane(batch: 4096, ranks: 1, mtp: mtp), lanes: 1)
    return ServingScenario(
      lanes: lanes, workload: Workload(isl: 1024, osl: 256, rangeRatio: 1, concurrency: concurrency), gpus: 8,
      arrivalDelayMs: 1.7, firstTokenDelayMs: 0.4, seed: 1)
  }

  private func lane(batch: Int, ranks: Int, mtp: Int) -> LaneModel {
    LaneModel(
      times: SyntheticTimes().iterationTimes(
        maxBatchSize: batch, tokensPerDecode: 1 + mtp, maxTokens: 8192 * ranks * (1 + mtp)),
      ranks: ranks, maxBatchSize: batch, maxNumTokens: 8192, kvBlocks: 1_000_000, blockTokens: 32,
      tokensPerIteration: MTPAcceptance.tokensPerIteration(depth: mtp, acceptance: []),
      tokensPerIterationVariance: MTPAcceptance.variancePerIteration(depth: mtp, acceptance: []))
  }
}
