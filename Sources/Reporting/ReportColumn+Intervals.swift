internal import ParetoFrontier
internal import ServingModel

extension ReportColumn {
  /// What a real measurement would show, as its 5th and 95th percentiles; empty where a point has no intervals.
  static let intervals: [ReportColumn] =
    ends("tps_user", "tps_user of a real measurement, tokens/s") { FrontierAxis.tpsUser.interval(of: $0) }
    + ends("tps_gpu", "tps_gpu of a real measurement, tokens/s") { FrontierAxis.tpsGPU.interval(of: $0) }
    + ends("ttft", "mean time to first token of a real measurement, ms") {
      $0.intervals.map { Interval90(low: $0.ttftMs.p05, high: $0.ttftMs.p95) }
    }
    + ends("tpot", "mean time per output token of a real measurement, ms") {
      $0.intervals.map { Interval90(low: $0.tpotMs.p05, high: $0.tpotMs.p95) }
    } + [
      .init("calibration", "calibrated, transferred or uncalibrated") {
        $0.measurement.intervals.map { .text($0.level.name) } ?? .empty
      }
    ]

  private static func ends(
    _ name: String, _ meaning: String, _ interval: @escaping @Sendable (Measurement) -> Interval90?
  ) -> [ReportColumn] {
    [
      .init("\(name)_p05", "\(meaning), 5th percentile") {
        interval($0.measurement).map { .real($0.low) } ?? .empty
      },
      .init("\(name)_p95", "\(meaning), 95th percentile") {
        interval($0.measurement).map { .real($0.high) } ?? .empty
      },
    ]
  }
}
