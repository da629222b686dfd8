import DesignSpace
import Foundation
import ServingModel
import ServingSimulator
import SimulatorBenchmark

// temporary
let name = CommandLine.arguments.dropFirst().first ?? "deepseek-r1"
let gpu = CommandLine.arguments.dropFirst(2).first
let stride = Int(CommandLine.arguments.dropFirst(3).first ?? "37")!
var space = try BuiltInSpaces.named(name).load()
if let gpu, !gpu.isEmpty { space = try space.overriding(isl: [8150], osl: [1024], systems: [gpu]) }
let benchmark = SimulatorBenchmark()
struct Row { var label: String; var errors: [Double] }
var rows: [(Point, ServingModel.Measurement, SteadyStateMeans)] = []
var points: [Point] = []
var ordinal: UInt64 = 0
var seen = 0
while ordinal < space.count {
  if case .point(let point) = space.candidate(at: ordinal) { seen += 1; if seen % stride == 0 { points.append(point) } }
  ordinal += 1
}
func cpu() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
for point in points {
  let factors = TimingFactors(uncalibrated: point.deployment.engine)
  rows.append((point, try benchmark.simulate(point, factors: factors), try benchmark.estimate(point, factors: factors)))
}
let start = cpu()
for _ in 0..<3 { for point in points { _ = try benchmark.estimate(point, factors: TimingFactors(uncalibrated: point.deployment.engine)) } }
print("estimates/s", Double(3 * points.count) / (cpu() - start), "points", points.count)
func summary(_ name: String, _ rows: [(Point, ServingModel.Measurement, SteadyStateMeans)]) {
  guard !rows.isEmpty else { return }
  func q(_ f: ((Point, ServingModel.Measurement, SteadyStateMeans)) -> Double) -> String {
    let v = rows.map(f).filter { $0.isFinite }.sorted()
    if v.isEmpty { return "-" }
    let a = v.map { abs($0) }.sorted()
    return String(format: "med %+.3f abs %.3f p90 %.3f p99 %.3f", v[v.count / 2], a[a.count / 2], a[a.count * 9 / 10], a[a.count * 99 / 100])
  }
  print(name.padding(toLength: 28, withPad: " ", startingAt: 0), rows.count, "| rate", q { $0.2.requestsPerSecond / $0.1.requestsPerSecond - 1 }, "| tpot", q { $0.1.tpotMs.mean > 0 ? $0.2.tpotMs / $0.1.tpotMs.mean - 1 : .nan }, "| ttft", q { $0.2.ttftMs / $0.1.ttftMs.mean - 1 })
}
summary("all", rows)
for engine in Engine.allCases {
  for disagg in [false, true] {
    let part = rows.filter { r in
      var isDisagg = false
      if case .disaggregated = r.0.deployment.topology { isDisagg = true }
      return r.0.deployment.engine == engine && isDisagg == disagg
    }
    summary("\(engine) \(disagg ? "disagg" : "agg")", part)
    for c in [1...4, 5...32, 33...256, 257...8192] { summary("   c \(c)", part.filter { c.contains($0.0.workload.concurrency) }) }
  }
}
let bad = rows.map { ($0, abs(log($0.2.requestsPerSecond / $0.1.requestsPerSecond))) }.sorted { $0.1 > $1.1 }.prefix(14)
for (r, e) in bad { print(String(format: "%.2f", e), r.0.deployment.system, r.0.deployment.engine, r.0.deployment.label(isMoE: true), "c", r.0.workload.concurrency, "mtp", r.0.deployment.topology.decodePool.configuration.mtp, "batch", r.0.deployment.topology.decodePool.configuration.maxBatchSize, "chunk", r.0.deployment.topology.prefillPool.configuration.maxNumTokens, String(format: "rate %.2f/%.2f tpot %.1f/%.1f ttft %.0f/%.0f", r.2.requestsPerSecond, r.1.requestsPerSecond, r.2.tpotMs, r.1.tpotMs.mean, r.2.ttftMs, r.1.ttftMs.mean)) }

import ParetoFrontier
if CommandLine.arguments.last == "screen" {
  var all: [Point] = []
  for ordinal in 0..<space.count { if case .point(let p) = space.candidate(at: ordinal) { all.append(p) } }
  let t0 = cpu()
  var estimates: [SteadyStateMeans?] = []
  for p in all { estimates.append(try? benchmark.estimate(p)) }
  print("corrected estimates/s", Double(all.count) / (cpu() - t0))
  let sims = parallelMap(all) { try? benchmark.simulate($0) }
  for margin in [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5] {
    let t1 = cpu()
    var near: [String: NearFrontier] = [:]
    for (p, e) in zip(all, estimates) { if let e { near[p.deployment.system, default: NearFrontier(margin: margin)].add(e) } }
    let kept = all.indices.filter { i in estimates[i].map { near[all[i].deployment.system]!.mayHold($0) } ?? true }
    let t2 = cpu()
    var missing = 0, total = 0, limited = 0, limitedTotal = 0
    var area = [0.0, 0.0]
    for system in near.keys {
      for (limit, gpus) in [(Double.infinity, 9999), (10_000, 9999), (2_000, 9999), (1_000, 9999), (Double.infinity, 16), (3_000, 32)] {
        func front(_ idx: [Int]) -> Set<Int> {
          let own = idx.filter { all[$0].deployment.system == system && sims[$0] != nil && sims[$0]!.ttftMs.p50 <= limit && sims[$0]!.gpus <= gpus }
          let f = ParetoFront.indices(x: own.map { sims[$0]!.tpsUser }, y: own.map { sims[$0]!.outputTokensPerSecond / Double(sims[$0]!.gpus) })
          return Set(f.map { own[$0] })
        }
        let full = front(Array(all.indices)), part = front(kept)
        if limit == .infinity && gpus == 9999 {
          missing += full.subtracting(part).count; total += full.count
          area[0] += Hypervolume.area(x: full.map { sims[$0]!.tpsUser }, y: full.map { sims[$0]!.outputTokensPerSecond / Double(sims[$0]!.gpus) })
          area[1] += Hypervolume.area(x: part.map { sims[$0]!.tpsUser }, y: part.map { sims[$0]!.outputTokensPerSecond / Double(sims[$0]!.gpus) })
        } else { limited += full.subtracting(part).count; limitedTotal += full.count }
      }
    }
    print(String(format: "margin %.2f kept %d of %d (members %@) missing %d of %d, limited %d of %d, area lost %.2g, archive s %.3f", margin, kept.count, all.count, near.values.map { "\($0.count)" }.joined(separator: " "), missing, total, limited, limitedTotal, 1 - area[1] / area[0], t2 - t1))
  }
}
