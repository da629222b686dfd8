/// Why a scenario cannot be simulated.
public enum SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A request of this workload would wait for ever.
  case neverAdmitted(reason: String)
  /// A number of the scenario is out of range.
  case invalidScenario(reason: String)
  /// The compiled times gave an iteration no positive finite length.
  case invalidIterationTime(milliseconds: Double)

  public var description: String {
    switch self {
    case .neverAdmitted(let reason): "a request is never admitted: \(reason)"
    case .invalidScenario(let reason): "the scenario is invalid: \(reason)"
    case .invalidIterationTime(let milliseconds): "an iteration would take \(milliseconds) ms"
    }
  }
}
