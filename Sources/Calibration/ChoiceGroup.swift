internal import ServingModel

/// What a user has settled before choosing: deployments of all engines compete within it.
public struct ChoiceGroup: Sendable, Hashable, Comparable {
  public var model: String
  public var system: String
  /// The source's label (`fp4`, `fp8`, `bf16`, empty).
  public var precision: String
  /// Tokens of prompt and answer.
  public var isl: Int
  public var osl: Int

  init(_ row: MeasuredRow) {
    model = row.point.deployment.model
    system = row.point.deployment.system
    precision = row.precision
    isl = row.point.workload.isl
    osl = row.point.workload.osl
  }

  public static func < (left: ChoiceGroup, right: ChoiceGroup) -> Bool {
    (left.model, left.system, left.precision, left.isl, left.osl)
      < (right.model, right.system, right.precision, right.isl, right.osl)
  }
}
