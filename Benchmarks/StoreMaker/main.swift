// Makes a store with one run of made-up points, to measure answers on:
// `swift run -c release StoreMaker PATH COUNT`, then
// `explore frontier --run 1 --isl 8150 --osl 1024 --store PATH`.
import Foundation
import ResultStore
import ServingModel

guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]), count > 0 else {
  FileHandle.standardError.write(
    Data("StoreMaker PATH COUNT: a path and a number of points are needed\n".utf8))
  exit(2)
}
let store = try ResultStore(path: CommandLine.arguments[1])
let run = try store.beginRun(
  RunIdentity(spaceName: "made-up", spaceText: "points: \(count)"),
  benchmark: BenchmarkVersion(method: "simulator", version: "made-up")
).run
let recorder = try RunRecorder(store: store, run: run)
let batch = 1_000
let start = clock()
for first in stride(from: 0, to: count, by: batch) {
  let indices = first..<min(first + batch, count)
  try recorder.record(
    indices.map { index in
      let point = MadeUpPoints.point(index)
      return RecordedPoint(PlacedPoint(point), .measured(MadeUpPoints.measurement(of: point)))
    })
}
try recorder.finish(.complete)
try store.close()
print("\(count) points in \(Double(clock() - start) / Double(CLOCKS_PER_SEC)) CPU seconds")
