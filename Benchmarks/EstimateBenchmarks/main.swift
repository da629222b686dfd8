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
if let gpu { space = try space.overriding(isl: [8150], osl: [1024], systems: [gpu]) }
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
