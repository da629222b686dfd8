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

  /// Looks the model and the GPU type up in the catalogue for what the flags depend on; names that it does
  /// not hold leave the engine's own defaults.
  public init(point: Point, isMoE: Bool) {
    let context = LaunchContext(point: point, isMoE: isMoE)
    switch point.deployment.engine {
    case .trtllm: steps = TensorRTLLMLaunch(context: context).steps
    case .vllm: steps = VLLMLaunch(context: context).steps
    case .sglang: steps = SGLangLaunch(context: context).steps
    }
  }

  /// All steps as lines of a shell script.
  public var lines: [String] {
    var lines: [String] = []
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
