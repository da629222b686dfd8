import ArgumentParser
import ParetoFrontier
import ServingModel

/// What a point must keep to count, and the two axes.
struct LimitOptions: ParsableArguments {
  @Option(help: "Least tokens per second and user, on the user axis.")
  var minTpsUser: Double?

  @Option(help: "Most time to first token, milliseconds, at --ttft-percentile.")
  var maxTtft: Double?

  @Option(help: "Statistic of --max-ttft: mean, p50, p90, p95 or p99.")
  var ttftPercentile = "p50"

  @Option(help: "Most time to first token at the 99th percentile, milliseconds.")
  var maxTtftP99: Double?

  @Option(help: "Most time per output token at the median, milliseconds.")
  var maxTpot: Double?

  @Option(help: "Most GPUs of a deployment.")
  var maxGpus: Int?

  @Option(help: "Worst confidence that counts: measured, interpolated, extrapolated or roofline.")
  var minConfidence: String?

  @Option(
    help: """
      Keep the limits on rates and latencies in this share of real measurements, such as 0.9 (default: the predicted \
      figures decide).
      """)
  var confidence: Double?

  @Option(help: "User axis: tps_user (mean of 1 / TPOT), interactivity (1000 / median TPOT), e2e_tps_user.")
  var userAxis = "tps_user"

  @Option(help: "GPU axis: tps_gpu (output tokens), total_tps_gpu (input and output tokens).")
  var gpuAxis = "tps_gpu"

  func validate() throws {
    let limits: [(String, Double?)] = [
      ("min-tps-user", minTpsUser), ("max-ttft", maxTtft), ("max-ttft-p99", maxTtftP99),
      ("max-tpot", maxTpot),
      ("max-gpus", maxGpus.map(Double.init)),
    ]
    for case (let name, let value?) in limits where !(value > 0 && value.isFinite) {
      throw ValidationError("--\(name) \(value): a number above 0 is needed")
    }
    if maxTtft != nil, maxTtftP99 != nil {
      throw ValidationError("--max-ttft and --max-ttft-p99 limit the same thing: give one of them")
    }
    _ = try axes()
    _ = try statistic()
    _ = try kernelConfidence()
    _ = try assurance()
  }

  private func assurance() throws -> Assurance? {
    guard let confidence else { return nil }
    guard let assurance = Assurance(share: confidence) else {
      let hint = confidence > 50 && confidence < 100 ? "; did you mean \(confidence / 100)?" : ", such as 0.9"
      throw ValidationError("--confidence \(confidence): a share above 0.5 and below 1 is needed\(hint)")
    }
    guard minTpsUser != nil || maxTtft != nil || maxTtftP99 != nil || maxTpot != nil else {
      throw ValidationError(
        "--confidence \(confidence): there is no limit to keep with it; add --min-tps-user, --max-ttft, "
          + "--max-ttft-p99 or --max-tpot")
    }
    return assurance
  }

  private func kernelConfidence() throws -> Confidence? {
    guard let minConfidence else { return nil }
    if let confidence = Confidence(name: minConfidence) { return confidence }
    let known = Confidence.allCases.map(\.name)
    let nearest = Suggestion.nearest(to: minConfidence, among: known)
    throw ValidationError(
      "--min-confidence `\(minConfidence)`: "
        + (nearest.map { "did you mean `\($0)`?" } ?? "known: \(known.joined(separator: ", "))"))
  }

  private func statistic() throws -> LatencyStatistic {
    if let statistic = LatencyStatistic(rawValue: ttftPercentile) { return statistic }
    let known = LatencyStatistic.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("--ttft-percentile `\(ttftPercentile)`: one of \(known) is needed")
  }

  func axes() throws -> FrontierAxes {
    FrontierAxes(
      user: try Self.axis(userAxis, among: FrontierAxis.userAxes, option: "--user-axis"),
      gpu: try Self.axis(gpuAxis, among: FrontierAxis.gpuAxes, option: "--gpu-axis"))
  }

  func limits() throws -> FrontierLimits {
    let statistic = try statistic()
    let ttft =
      maxTtftP99.map { LatencyLimit(milliseconds: $0, statistic: .p99) }
      ?? maxTtft.map { LatencyLimit(milliseconds: $0, statistic: statistic) }
    return FrontierLimits(
      minTpsUser: minTpsUser, maxTTFT: ttft, maxTPOT: maxTpot.map { LatencyLimit(milliseconds: $0) },
      maxGPUs: maxGpus, minConfidence: try kernelConfidence(), assurance: try assurance())
  }

  private static func axis(
    _ name: String, among axes: [FrontierAxis], option: String
  ) throws -> FrontierAxis {
    if let axis = axes.first(where: { $0.rawValue == name }) { return axis }
    let known = axes.map(\.rawValue)
    let nearest = Suggestion.nearest(to: name, among: known)
    throw ValidationError(
      "\(option) `\(name)`: "
        + (nearest.map { "did you mean `\($0)`?" } ?? "known: \(known.joined(separator: ", "))"))
  }
}
