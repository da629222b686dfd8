// Rates of the store on this machine: `swift run -c release StoreBenchmarks [POINTS]` (default 1,000,000).
import Foundation
import ParetoFrontier
import ResultStore
import ServingModel
import SweepEngine
import SweepFakes

let largest = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let perDeployment = 12
let directory = FileManager.default.temporaryDirectory
  .appendingPathComponent("store-benchmark-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: directory) }

func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

/// Wall and CPU time of `body`, seconds.
func timed(_ body: () throws -> Void) rethrows -> (wall: Double, cpu: Double) {
  let start = (ContinuousClock.now, clock())
  try body()
  let wall = (ContinuousClock.now - start.0) / .seconds(1)
  return (wall, Double(clock() - start.1) / Double(CLOCKS_PER_SEC))
}

func report(_ name: String, _ count: Int, _ time: (wall: Double, cpu: Double)) {
  let rate = Double(count) / time.wall / 1e3
  let perCPU = Double(count) / time.cpu / 1e3
  let text = String(format: "%9.1f ms %9.1f k/s %9.1f k/CPU-s", time.wall * 1e3, rate, perCPU)
  print(name.padding(toLength: 44, withPad: " ", startingAt: 0), text)
}

func point(_ index: Int, isl: Int) -> Point {
  let number = index / perDeployment
  let server = ServerConfiguration(
    parallelism: Parallelism(tp: 1, dp: 8, ep: 8), maxBatchSize: 1 + number, maxNumTokens: 8192)
  let deployment = Deployment(
    system: "h100_sxm", model: "deepseek-ai/DeepSeek-R1", engine: .trtllm,
    quantization: Quantization(gemm: .fp8Block, moe: .fp8Block, kvCache: .fp8),
    topology: .aggregated(ServerPool(servers: 1, configuration: server)))
  return Point(
    deployment: deployment,
    workload: Workload(isl: isl, osl: 1024, concurrency: 1 << (index % perDeployment)))
}

func placed(_ range: Range<Int>, isl: Int) -> [PlacedPoint] {
  range.map { PlacedPoint(point($0, isl: isl)) }
}

func record(_ count: Int, isl: Int, into store: ResultStore, batch: Int = 1_000) throws -> (Double, Double) {
  let identity = RunIdentity(spaceName: "benchmark", spaceText: "isl: \(isl)")
  let version = BenchmarkVersion(method: "simulator", version: "1")
  let run = try store.beginRun(identity, benchmark: version).run
  let recorder = try RunRecorder(store: store, run: run)
  var total = (0.0, 0.0)
  for start in stride(from: 0, to: count, by: batch) {
    let range = start..<min(start + batch, count)
    let points = placed(range, isl: isl).map { placed in
      let seed = UInt64(bitPattern: placed.key.rawValue)
      return RecordedPoint(placed, .measured(FakeBenchmark.measurement(seed: seed, gpus: 8)))
    }
    let time = try timed { try recorder.record(points) }
    total = (total.0 + time.wall, total.1 + time.cpu)
  }
  try recorder.finish(.complete)
  return total
}

print("write (1,000 points a transaction)")
let writes = min(200_000, largest)
let rawTime: (wall: Double, cpu: Double)
do {
  // The first point makes the tables and the run; its rows are then removed again.
  let store = try ResultStore(path: path("raw.sqlite"))
  let run = try store.beginRun(
    RunIdentity(spaceName: "raw", spaceText: ""), benchmark: BenchmarkVersion(method: "m", version: "1"))
  try store.close()
  _ = run
  let points = placed(0..<writes, isl: 1024)
  let raw = RawInserts(path: path("raw.sqlite"))
  let measurement = FakeBenchmark.measurement(seed: 1, gpus: 8)
  rawTime = timed { raw.insert(points, measurement, perDeployment: perDeployment, batch: 1_000) }
  raw.close()
}
report("raw sqlite3, same tables and indexes", writes, rawTime)
do {
  let store = try ResultStore(path: path("recorder.sqlite"))
  let time = try record(writes, isl: 1024, into: store)
  report("recorder", writes, time)
  print(
    String(
      format: "recorder / raw: %.2f wall, %.2f CPU (1 is as fast as raw)", rawTime.wall / time.0,
      rawTime.cpu / time.1))
  let run = try store.runs()[0]
  let points = placed(0..<min(51_200, writes), isl: 1024)
  let lookup = try timed {
    for start in stride(from: 0, to: points.count, by: 512) {
      _ = try store.status(of: Array(points[start..<min(start + 512, points.count)]), in: run)
    }
  }
  report("look up what is stored, 512 at a time", points.count, lookup)
  try store.close()
}

print("read")
let asked = 250_000
let big = path("big.sqlite")
do {
  let store = try ResultStore(path: big)
  report("recorder, \(largest) points", largest, try record(largest, isl: 1024, into: store))
  _ = try record(asked, isl: 8150, into: store)
  try store.close()
  let bytes = try FileManager.default.attributesOfItem(atPath: big)[.size] as? Int ?? 0
  print("bytes per point: \(bytes / (largest + asked))")
}
for (run, count) in [(Int64(2), asked), (1, largest)] {
  for attempt in ["open the store", "again"] {
    var seen = 0
    let axes = FrontierAxes()
    let time = try timed {
      let store = try ResultStore(path: big)
      var scan = FrontierScan(axes: axes, limits: FrontierLimits())
      var values = AxisColumns()
      try store.forEachBlock(of: run, figures: axes.figures) { block in
        seen += block.count
        values.fill(block, axes: axes)
        scan.add(block, values: values, groups: Array(repeating: 0, count: block.count))
      }
      guard scan.ids.first?.isEmpty == false else { fatalError("no frontier") }
    }
    guard seen == count else { fatalError("\(seen) of \(count) points") }
    report("\(attempt): frontier of \(count) points", count, time)
  }
}

print("sweep end to end (a benchmark that costs next to nothing)")
for workers in [1, 2] {
  let store = try ResultStore(path: path("sweep-\(workers).sqlite"))
  var options = SweepOptions()
  options.workers = workers
  let sweep = Sweep(
    benchmark: FakeBenchmark(), store: store,
    identity: RunIdentity(spaceName: "fake", spaceText: ""), options: options)
  let start = (ContinuousClock.now, clock())
  let result = try await sweep.run(FakeSource(count: writes))
  let wall = (ContinuousClock.now - start.0) / .seconds(1)
  let cpu = Double(clock() - start.1) / Double(CLOCKS_PER_SEC)
  report("\(workers) worker(s)", result.run.counters.done, (wall, cpu))
}
