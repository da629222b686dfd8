/// The version of the program, kept with every run.
public enum ProgramVersion {
  public static let current = "0.1.0"
}
