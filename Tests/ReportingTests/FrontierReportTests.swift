import ParetoFrontier
import Reporting
import ServingModel
import Testing

@Suite struct FrontierReportTests {
  @Test func flagsAgreeWithTheFrontiers() throws {
    let report = try SyntheticPoints.report(SyntheticPoints.rows(500))
    #expect(Set(report.rows.indices.filter { report.rows[$0].onFrontier }) == Set(report.frontier))
    let own = Set(report.frontiers.flatMap(\.indices))
    #expect(Set(report.rows.indices.filter { report.rows[$0].onSystemFrontier }) == own)
    #expect(own.isSuperset(of: report.frontier))
    #expect(report.frontiers.reduce(0) { $0 + $1.points } == 500)
    #expect(report.frontiers.map(\.system).last == "h100_sxm", "best first")
  }

  @Test func pointsThatBreakALimitAreOnNoFrontier() throws {
    let limits = FrontierLimits(minTpsUser: 50, maxGPUs: 16)
    let report = try SyntheticPoints.report(SyntheticPoints.rows(500), limits: limits)
    #expect(report.rows.count == 500)
    for index in report.frontiers.flatMap(\.indices) {
      #expect(report.rows[index].measurement.tpsUser >= 50 && report.rows[index].deployment.gpus <= 16)
    }
  }

  @Test func methodsAreNeverMixed() {
    var rows = SyntheticPoints.rows(10)
    rows[4].method = "server"
    #expect(throws: MixedMethods(methods: ["server", "simulator"])) { try SyntheticPoints.report(rows) }
  }
}
