/// Where something stands in a file; both count from 1.
public struct SpaceLocation: Sendable, Hashable, Comparable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: SpaceLocation, right: SpaceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// One mistake in a space file.
public struct SpaceError: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  public var location: SpaceLocation
  /// What is wrong.
  public var what: String
  /// What would mend it.
  public var remedy: String

  public init(file: String, location: SpaceLocation, what: String, remedy: String) {
    self.file = file
    self.location = location
    self.what = what
    self.remedy = remedy
  }

  public var line: Int { location.line }
  public var column: Int { location.column }

  public var description: String { "\(file):\(line):\(column): \(what); \(remedy)" }
}

/// Every mistake that was found in one file, in the order of the file.
public struct SpaceErrors: Error, Sendable, Hashable, CustomStringConvertible {
  public var errors: [SpaceError]

  public init(_ errors: [SpaceError]) { self.errors = errors }

  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Collects mistakes while a file is read, so that one look shows them all.
final class Diagnostics {
  /// Beyond this many, more messages help nobody.
  private static let limit = 100

  let file: String
  private(set) var found: [SpaceError] = []

  init(file: String) { self.file = file }

  var isEmpty: Bool { found.isEmpty }

  func report(_ location: SpaceLocation, _ what: String, _ remedy: String) {
    let error = SpaceError(file: file, location: location, what: what, remedy: remedy)
    if found.count < Self.limit, !found.contains(error) { found.append(error) }
  }

  func throwIfAny() throws(SpaceErrors) {
    if found.isEmpty { return }
    // A stable order: by place, and at one place in the order of finding.
    throw SpaceErrors(
      found.enumerated().sorted { ($0.1.location, $0.0) < ($1.1.location, $1.0) }.map(\.1))
  }
}
