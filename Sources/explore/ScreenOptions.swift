import ArgumentParser

/// Whether all points are simulated, or those alone that estimates cannot rule out.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Estimate every point in closed form first, and simulate only those that no other point of their GPU type is "
        + "estimated to beat by this share in both rates, such as 0.15 (default: simulate all).",
      valueName: "margin"))
  var screen: Double?

  func validate() throws {
    if let screen, !(0...10).contains(screen) {
      throw ValidationError("--screen \(screen): a share from 0 to 10 is needed, such as 0.15")
    }
  }
}
