import ArgumentParser
import ResultStore
import ServingModel

/// Writes a store of made-up points: in a process of its own, so that the memory of what reads it is its own too.
struct MakeStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-store",
    abstract: "Write a store of made-up points, to ask with --run 1 --isl 8150 --osl 1024.")

  @Argument var path: String
  @Argument var points: Int

  mutating func run() throws {
    let store = try ResultStore(path: path)
    let run = try store.beginRun(
      RunIdentity(spaceName: "benchmark", spaceText: "", model: "deepseek-ai/DeepSeek-R1"),
      benchmark: BenchmarkVersion(method: "simulator", version: "benchmark")
    ).run
    let recorder = try RunRecorder(store: store, run: run)
    for batch in MadeUpResults.batches(points) { _ = try recorder.record(batch) }
    _ = try recorder.finish(.complete)
    try store.close()
  }
}

/// Points with measurements, the same in every run.
enum MadeUpResults {
  static let batch = 1_000

  /// `count` distinct points in batches of 1,000, made as they are asked for.
  static func batches(_ count: Int) -> some Sequence<[RecordedPoint]> {
    stride(from: 0, to: count, by: batch).lazy.map { start in
      (start..<min(start + batch, count)).map { index in
        let point = MadeUpPoints.point(index)
        return RecordedPoint(PlacedPoint(point), .measured(MadeUpPoints.measurement(of: point)))
      }
    }
  }
}
