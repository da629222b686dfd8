import SeededNumbers
import Foundation
import ServingModel
import Testing

@testable import Calibration

@Suite struct CalibrationFitTests {
  /// 96 rows of two engines and two models, vLLM 40 % slower in decoding than assumed.
  private static let rows: [MeasuredRow] = {
    var random = SplitMix(state: 21)
    let servers: [SyntheticServers.Setting] = [
      .init(), .init(model: "b/b"), .init(engine: .trtllm), .init(engine: .trtllm, model: "b/b"),
    ]
    return SyntheticServers.rows(
      servers.flatMap(SyntheticServers.loads), noise: 0.05, &random
    ) { $0.engine == .vllm ? [.decodeKernels: 1.4, .decodeAttention: 1.4] : [:] }
  }()

  private static let fit = CalibrationFit(
    rows, file: "rows.csv", leftOut: 3, simulator: "synthetic", simulate: SyntheticServers.simulate,
    progress: { _ in })

  @Test func everyRowIsHeldOutOnce() {
    #expect(Self.fit.checks.map(\.heldOut) == CalibrationFit.heldOutUnits)
    for check in Self.fit.checks {
      #expect(check.rows.map(\.measured.id) == Self.rows.map(\.id), "\(check.heldOut)")
    }
    #expect(Self.fit.calibration.summary.sources == [.init(file: "rows.csv", rows: 96, leftOut: 3)])
  }

  @Test func heldOutConfigurationsArePredicted() throws {
    let check = try #require(Self.fit.checks.first { $0.heldOut == "configuration" })
    let all = Validation(check.rows).all
    #expect(all.tpot.median < 0.06 && abs(all.tpot.bias) < 0.03, "\(all.tpot)")
    #expect(all.tpotCoverage.share > 0.8 && all.ttftCoverage.share > 0.8)
  }

  @Test func aRowSaysNothingOfItsOwnPrediction() throws {
    let (spoilt, factor) = (10, 3.0)
    let whole = Array(Self.rows.prefix(48))
    var rows = whole
    rows[spoilt].tpotMs *= factor
    let simulate = SyntheticServers.simulate
    func heldOut(_ rows: [MeasuredRow]) throws -> ValidatedRow {
      try #require(
        CalibrationFit.heldOut(rows, by: "configuration", simulate: simulate, progress: { _ in })
          .first { $0.measured.id == rows[spoilt].id })
    }
    #expect(try heldOut(rows).tpotMs == heldOut(whole).tpotMs)
  }

  @Test func itSurvivesItsFile() throws {
    let text = try CalibrationFile.text(Self.fit.calibration)
    let again = try CalibrationFile.calibration(Data(text.utf8))
    #expect(try CalibrationFile.text(again) == text)
  }

  @Test func rowsThatCannotBeSimulatedAreLeftOut() {
    let fit = CalibrationFit(
      Array(Self.rows.prefix(48)), file: "rows.csv", leftOut: 0, simulator: "synthetic",
      simulate: { point, factors in
        point.workload.concurrency == 256 ? nil : SyntheticServers.simulate(point, factors)
      }, progress: { _ in })
    #expect(fit.calibration.rows.count == 36)
    #expect(fit.calibration.summary.sources == [.init(file: "rows.csv", rows: 36, leftOut: 12)])
  }
}
