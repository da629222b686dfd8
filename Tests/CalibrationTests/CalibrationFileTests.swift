import Foundation
import ServingModel
import Testing

@testable import Calibration

@Suite struct CalibrationFileTests {
  private func reread(_ calibration: Calibration) throws -> Calibration {
    try CalibrationFile.calibration(Data(try CalibrationFile.text(calibration).utf8))
  }

  @Test func aFileThatIsReadAndWrittenIsTheSame() throws {
    let text = try CalibrationFile.text(SyntheticCalibration.shipped)
    let again = try CalibrationFile.text(try CalibrationFile.calibration(Data(text.utf8)))
    #expect(text == again)
  }

  @Test func predictionsOutliveTheFile() throws {
    let before = SyntheticCalibration.shipped
    let after = try reread(before)
    var settings = SyntheticCalibration.servers.flatMap(SyntheticServers.loads)
    settings += SyntheticServers.loads(.init(engine: .sglang, model: "c/c", version: nil))
    settings += SyntheticServers.loads(.init(version: "2.0"))
    for setting in settings {
      let (old, new) = (
        SyntheticCalibration.latency(before, setting), SyntheticCalibration.latency(after, setting)
      )
      #expect(abs(new.ttftMs / old.ttftMs - 1) < 1e-4 && abs(new.tpotMs / old.tpotMs - 1) < 1e-4)
      let (wide, rewide) = (try #require(old.intervals), try #require(new.intervals))
      #expect(wide.level == rewide.level)
      for share in [0.05, 0.5, 0.95] {
        #expect(abs(rewide.ttftMs.quantile(share) / wide.ttftMs.quantile(share) - 1) < 1e-4)
        #expect(abs(rewide.tpotMs.quantile(share) / wide.tpotMs.quantile(share) - 1) < 1e-4)
      }
    }
  }

  @Test func namesWithQuotesAndLineBreaksComeBack() throws {
    let base = SyntheticCalibration.shipped
    let name = "rack \"7\"\n\\ / ü, [x]"
    let refined = CalibrationRefinement(
      of: base, by: [SyntheticServers.Setting(version: name).measured(name, ttftMs: 100, tpotMs: 10)],
      cluster: name, file: name, leftOut: 0, simulate: SyntheticServers.simulate
    ).calibration
    let again = try reread(refined)
    #expect(again.cluster == name && again.rows.last?.id == name)
    #expect(again.rows.last?.place.cluster == name && again.rows.last?.place.engineVersion == name)
    #expect(again.summary.sources.last?.file == name)
  }

  @Test func theShippedFileIsRead() throws {
    let shipped = try CalibrationFile.calibration(Calibration.shippedFile)
    #expect(!shipped.rows.isEmpty && shipped.cluster == nil && !shipped.summary.errors.isEmpty)
    #expect(shipped.rows.allSatisfy { $0.place.cluster == nil })
    #expect(shipped.summary.sources.map(\.rows).reduce(0, +) == shipped.rows.count)
    for row in shipped.rows.prefix(50) {
      let factors = shipped.factorModel.factors(row.place.group)
      #expect(TimingFactors.Name.allCases.allSatisfy { factors[$0] > 0 && factors[$0].isFinite })
    }
  }
}
