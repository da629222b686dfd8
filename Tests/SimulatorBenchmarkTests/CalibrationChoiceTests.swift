import Calibration
import Foundation
import ServingModel
import SimulatorBenchmark
import Testing

@Suite struct CalibrationChoiceTests {
  private static let point = Point(
    deployment: Deployment(
      system: "h100_sxm", model: "meta-llama/Llama-3.1-8B", engine: .vllm,
      quantization: Quantization(gemm: .fp8, moe: .fp8, kvCache: .fp8),
      topology: .aggregated(
        ServerPool(
          servers: 1,
          configuration: ServerConfiguration(
            parallelism: Parallelism(tp: 1), maxBatchSize: 8, maxNumTokens: 8192)))),
    workload: Workload(isl: 128, osl: 16, concurrency: 4))

  @Test func withoutCalibrationTheConstantsAreTheAssumedOnes() throws {
    let bare = SimulatorBenchmark(calibration: .none)
    let found = try bare.simulate(Self.point)
    #expect(found.intervals == nil)
    #expect(found == (try bare.simulate(Self.point, factors: TimingFactors(uncalibrated: .vllm))))
    #expect(found != (try SimulatorBenchmark().simulate(Self.point)))
  }

  @Test func theVersionNamesWhatCorrects() throws {
    let calibration = try #require(Calibration.shipped)
    let file = Calibration.shippedFile
    let versions = [
      SimulatorBenchmark(), SimulatorBenchmark(calibration: .none),
      SimulatorBenchmark(calibration: CalibrationChoice(calibration, file: file + [10])),
    ].map(\.version)
    #expect(Set(versions).count == 3)
    let same = SimulatorBenchmark(calibration: CalibrationChoice(calibration, file: file))
    #expect(same.version == versions[0], "the same bytes are the same calibration")
    #expect(Set([same, SimulatorBenchmark()].map(\.uncalibratedVersion)).count == 1)
    #expect(versions.allSatisfy { $0.hasPrefix(same.uncalibratedVersion) })
  }

  @Test func anUnknownVersionIsLessCertain() throws {
    let benchmark = SimulatorBenchmark()
    let unknown = try #require(try benchmark.simulate(Self.point).intervals)
    let never = try #require(try benchmark.simulate(Self.point, engineVersion: "0.0.0-none").intervals)
    #expect(unknown == never, "a version that nobody measured says as much as none")
  }

  /// Whoever changes the simulator or the tables fits the shipped calibration anew: docs/developers.md says how.
  @Test func theShippedCalibrationIsForThisSimulator() throws {
    let shipped = try #require(Calibration.shipped)
    #expect(shipped.summary.simulator == SimulatorBenchmark(calibration: .none).uncalibratedVersion)
  }
}
