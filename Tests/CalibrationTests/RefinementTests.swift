import Foundation
import ServingModel
import Testing

@testable import Calibration

/// A cluster whose vLLM servers take 30 % longer per token and twice as long to the first one as is predicted.
@Suite struct RefinementTests {
  private typealias Setting = SyntheticServers.Setting

  private static let group = SyntheticServers.loads(Setting())
  private static let others = SyntheticServers.loads(Setting(engine: .trtllm))
  private static let shipped = SyntheticCalibration.shipped

  private static func truth(_ setting: Setting) -> (ttft: Double, tpot: Double) {
    let predicted = SyntheticCalibration.latency(shipped, setting)
    let isSlow = setting.engine == .vllm
    return (predicted.ttftMs * (isSlow ? 2 : 1), predicted.tpotMs * (isSlow ? 1.3 : 1))
  }

  private static func refined(
    _ base: Calibration = shipped, by settings: [Setting], cluster: String = "own", file: String = "mine.csv"
  ) -> Calibration {
    let rows = settings.enumerated().map { index, setting in
      setting.measured("m\(index)", ttftMs: truth(setting).ttft, tpotMs: truth(setting).tpot)
    }
    return CalibrationRefinement(
      of: base, by: rows, cluster: cluster, file: file, leftOut: 0, simulate: SyntheticServers.simulate
    ).calibration
  }

  /// Median errors of TTFT and TPOT.
  private func errors(
    _ calibration: Calibration, _ settings: [Setting]
  ) -> (ttft: Double, tpot: Double) {
    func median(_ figure: (CalibratedLatency, (ttft: Double, tpot: Double)) -> Double) -> Double {
      ErrorSummary(
        ratios: settings.map { figure(SyntheticCalibration.latency(calibration, $0), Self.truth($0)) }
      ).median
    }
    return (median { $0.ttftMs / $1.ttft }, median { $0.tpotMs / $1.tpot })
  }

  /// One configuration under ten loads, and rows of all three configurations.
  private static let samples = [
    Array((group.filter { $0.tp == 2 } + group.filter { $0.tp == 2 }).prefix(10)),
    stride(from: 0, to: 24, by: 5).map { group[$0] } + stride(from: 2, to: 24, by: 5).map { group[$0] },
  ]

  @Test(arguments: [0, 1]) func tenRowsHalveTheErrorsOfTheirGroup(sample: Int) {
    let shown = Self.samples[sample]
    #expect(shown.count == 10)
    let isShown = Set(shown.map { CalibrationPlace($0.point) })
    let rest = Self.group.filter { !isShown.contains(CalibrationPlace($0.point)) }
    let before = errors(Self.shipped, rest)
    let after = errors(Self.refined(by: shown), rest)
    #expect(after.ttft < before.ttft / 2 && after.tpot < before.tpot / 2, "\(before) \(after)")
  }

  @Test(arguments: [0, 1]) func otherEnginesStayAsTheyWere(sample: Int) {
    let after = errors(Self.refined(by: Self.samples[sample]), Self.others)
    #expect(after.tpot < 0.02 && after.ttft < 0.05, "\(after)")
  }

  @Test func theSameRowsTwiceChangeNothing() throws {
    let once = Self.refined(by: Self.samples[1])
    let twice = Self.refined(once, by: Self.samples[1])
    #expect(once.rows.count == twice.rows.count)
    for setting in Self.group + Self.others {
      let (a, b) = (SyntheticCalibration.latency(once, setting), SyntheticCalibration.latency(twice, setting))
      #expect(abs(a.ttftMs / b.ttftMs - 1) < 1e-9 && abs(a.tpotMs / b.tpotMs - 1) < 1e-9)
    }
    #expect(once.summary == twice.summary)
    #expect(try CalibrationFile.text(once) == CalibrationFile.text(twice))
  }

  @Test func laterRowsReplaceThoseOfTheirCluster() {
    let first = Self.refined(by: Self.samples[0], file: "first.csv")
    let second = Self.refined(first, by: Self.samples[1], file: "second.csv")
    #expect(second.rows.count == Self.shipped.rows.count + 10)
    #expect(second.summary.sources.map(\.file) == ["shipped.csv", "second.csv"])
    let own = Self.refined(by: Self.samples[1], file: "shipped.csv")
    #expect(own.summary.sources.map(\.file) == ["shipped.csv", "shipped.csv"], "equal names hide no source")
  }

  @Test func clustersStayApart() {
    let mine = Self.refined(by: Self.samples[1], cluster: "own")
    let setting = Setting(tp: 8, concurrency: 32, isl: 2048)
    // A row of a second cluster whose figures are as shipped: predictions are for that cluster from here on.
    let row = Self.group[0]
    let predicted = SyntheticCalibration.latency(Self.shipped, row)
    let both = CalibrationRefinement(
      of: mine, by: [row.measured("x", ttftMs: predicted.ttftMs, tpotMs: predicted.tpotMs)],
      cluster: "second", file: "second.csv", leftOut: 0, simulate: SyntheticServers.simulate
    ).calibration
    #expect(both.cluster == "second" && both.rows.count == Self.shipped.rows.count + 11)
    #expect(both.summary.sources.map(\.cluster) == [nil, "own", "second"])
    func tpot(_ calibration: Calibration) -> Double {
      SyntheticCalibration.latency(calibration, setting).tpotMs
    }
    let (base, own, second) = (tpot(Self.shipped), tpot(mine), tpot(both))
    #expect(abs(second - base) < abs(own - base) / 2, "\(base) \(own) \(second)")
  }

  @Test func ownRowsAreSummedUpBeforeAndAfter() throws {
    let errors = Self.refined(by: Self.samples[1]).summary.errors
    let before = try #require(errors.first { $0.heldOut == "before" && $0.figure == "tpot" })
    let after = try #require(errors.first { $0.heldOut == "own" && $0.figure == "tpot" })
    #expect(before.rows == 10 && after.rows == 10 && after.median < before.median / 2)
  }

  @Test func oneRowIsEnough() {
    let refined = Self.refined(by: [Self.group[3]])
    let before = errors(Self.shipped, Self.group)
    let after = errors(refined, Self.group)
    #expect(after.ttft < before.ttft && after.tpot < before.tpot)
  }
}
