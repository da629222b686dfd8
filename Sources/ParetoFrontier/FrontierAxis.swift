public import ServingModel

/// A quantity that a frontier may be drawn over. Two definitions never share an axis.
public enum FrontierAxis: String, CaseIterable, Sendable, Hashable, Codable {
  case tpsUser = "tps_user"
  case interactivity
  case e2eTpsUser = "e2e_tps_user"
  case tpsGPU = "tps_gpu"
  case totalTpsGPU = "total_tps_gpu"

  /// What the user feels, or what a GPU yields.
  public enum Role: String, Sendable, Hashable, Codable {
    case user
    case gpu
  }

  public var role: Role {
    switch self {
    case .tpsUser, .interactivity, .e2eTpsUser: .user
    case .tpsGPU, .totalTpsGPU: .gpu
    }
  }

  public static let userAxes = allCases.filter { $0.role == .user }
  public static let gpuAxes = allCases.filter { $0.role == .gpu }

  /// Short name for the axis of a plot.
  public var title: String {
    switch self {
    case .tpsUser: "Throughput per user"
    case .interactivity: "Interactivity"
    case .e2eTpsUser: "End-to-end throughput per user"
    case .tpsGPU: "Output throughput per GPU"
    case .totalTpsGPU: "Total throughput per GPU"
    }
  }

  public var unit: String { role == .user ? "tok/s/user" : "tok/s/GPU" }

  /// How the figure comes from the requests, in one sentence.
  public var definition: String {
    switch self {
    case .tpsUser:
      "mean over requests of 1 / TPOT, where TPOT = (latency - TTFT) / (output tokens - 1); "
        + "the definition of genai-perf and aiperf"
    case .interactivity:
      "1000 / median TPOT in milliseconds; the definition of InferenceX"
    case .e2eTpsUser:
      "mean over requests of output tokens / request latency, time to first token included"
    case .tpsGPU:
      "output tokens per second of the whole deployment over all its GPUs, prefill and decode alike"
    case .totalTpsGPU:
      "input and output tokens per second of the whole deployment over all its GPUs; "
        + "the definition of InferenceX"
    }
  }

  /// Every axis of today is better when larger.
  public var direction: Direction { .maximise }

  public func value(of measurement: Measurement) -> Double {
    switch self {
    case .tpsUser: measurement.tpsUser
    case .interactivity: measurement.interactivity
    case .e2eTpsUser: measurement.e2eTpsUser
    case .tpsGPU: measurement.tpsGPU
    case .totalTpsGPU: measurement.totalTpsGPU
    }
  }
}

/// The two axes of one frontier.
public struct FrontierAxes: Sendable, Hashable, Codable {
  /// Horizontal.
  public var user: FrontierAxis
  /// Vertical.
  public var gpu: FrontierAxis

  /// - Precondition: the first is a user axis, the second a GPU axis.
  public init(user: FrontierAxis = .tpsUser, gpu: FrontierAxis = .tpsGPU) {
    precondition(user.role == .user && gpu.role == .gpu, "one user axis and one GPU axis")
    self.user = user
    self.gpu = gpu
  }
}
