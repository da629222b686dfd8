/// Numbers as people read them: thousands separators, no more digits than carry meaning.
public enum Figure {
  /// A value to `digits` significant digits, whole digits always kept: `12,345`, `12.3`, `0.0123`, `-`.
  ///
  /// Columns of figures line up better with their trailing zeros kept.
  public static func text(_ value: Double, digits: Int = 3, trimsZeros: Bool = true) -> String {
    guard value.isFinite else { return "-" }
    let magnitude = abs(value)
    guard magnitude < 1e15 else { return "\(value)" }
    var decimals = digits
    var power = 1.0
    // One decimal fewer for each whole digit, one more for each leading zero.
    while decimals > 0 && magnitude >= power {
      decimals -= 1
      power *= 10
    }
    var bound = 0.1
    while magnitude > 0 && magnitude < bound && decimals < 9 {
      decimals += 1
      bound /= 10
    }
    return text(value, decimals: decimals, trimsZeros: trimsZeros)
  }

  /// A value with a fixed number of decimals: `1,234.50`.
  public static func text(_ value: Double, decimals: Int, trimsZeros: Bool = false) -> String {
    guard value.isFinite else { return "-" }
    guard abs(value) < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    let units = UInt64(scaled)
    let divisor = UInt64(scale)
    let whole = grouped(String(units / divisor))
    var fraction = ""
    if decimals > 0 {
      let digits = String(units % divisor)
      fraction = String(repeating: "0", count: decimals - digits.count) + digits
      if trimsZeros { while fraction.last == "0" { fraction.removeLast() } }
    }
    let sign = value < 0 && units > 0 ? "-" : ""
    return fraction.isEmpty ? sign + whole : "\(sign)\(whole).\(fraction)"
  }

  /// A count: `20,134`.
  public static func text(_ count: Int) -> String {
    (count < 0 ? "-" : "") + grouped(String(count.magnitude))
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
