/// One value of comma-separated text.
public enum CSVField {
  /// The value in quotes where RFC 4180 needs them.
  public static func quoted(_ value: String) -> String {
    guard value.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return value }
    // By scalars: a combining mark makes another character of a quote.
    var scalars = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in value.unicodeScalars {
      if scalar == "\"" { scalars.append("\"") }
      scalars.append(scalar)
    }
    return String(scalars) + "\""
  }
}
