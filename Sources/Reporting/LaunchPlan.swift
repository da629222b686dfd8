public import ServingModel

/// What a person would type to start the servers of a deployment.
///
/// Flag names are the engines' own; the three engines' memory fractions mean different things and are
/// converted from the one in the deployment.
public struct LaunchPlan: Sendable, Hashable {
  /// One thing to start, or one file to have beside it.
  public struct Step: Sendable, Hashable {
    /// What it is and how often it runs.
    public var title: String
    /// A configuration file that the command names.
    public var file: File?
    /// The command and its flags, one flag with its value an entry.
    public var command: [String]
  }

  public struct File: Sendable, Hashable {
    public var name: String
    public var text: String
  }

  public var steps: [Step]
  /// What to know before starting: the commands name the model, whose published weights may have another
  /// format than the deployment.
  public var note: String?

  /// Looks the model and the GPU type up in the catalogue for what the flags depend on; names that it does
  /// not hold leave the engine's own defaults.
  public init(point: Point, isMoE: Bool) {
    let context = LaunchContext(point: point, isMoE: isMoE)
    note = Self.weightsNote(point.deployment)
    switch point.deployment.engine {
    case .trtllm: steps = TensorRTLLMLaunch(context: context).steps
    case .vllm: steps = VLLMLaunch(context: context).steps
    case .sglang: steps = SGLangLaunch(context: context).steps
    }
  }

  private static func weightsNote(_ deployment: Deployment) -> String? {
    let formats = deployment.quantization
    let checkpoint = (try? Catalogue.model(deployment.model))?.checkpoint
    let published = checkpoint ?? Quantization(gemm: .bf16, moe: .bf16, kvCache: .bf16)
    if formats.moe == published.moe && formats.gemm == published.gemm { return nil }
    return "This deployment has \(formats.moe.rawValue) weights: put a checkpoint of \(deployment.model) "
      + "in that format where the commands name the model."
  }

  /// All steps as lines of a shell script.
  public var lines: [String] {
    var lines: [String] = note.map { ["# " + $0] } ?? []
    for step in steps {
      if !lines.isEmpty { lines.append("") }
      lines.append("# " + step.title)
      if let file = step.file {
        lines.append("cat > \(file.name) <<'EOF'")
        lines += file.text.split(separator: "\n").map(String.init)
        lines.append("EOF")
      }
      for (index, part) in step.command.enumerated() {
        let indent = index == 0 ? "" : "  "
        lines.append(indent + part + (index + 1 < step.command.count ? " \\" : ""))
      }
    }
    return lines
  }
}
