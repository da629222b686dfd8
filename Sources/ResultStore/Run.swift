public import Foundation
internal import ServingModel

/// What makes two sweeps the same one, and what is kept to tell where their points come from.
public struct RunIdentity: Sendable, Hashable {
  public var spaceName: String
  /// Digest of the space file; sweeps of equal digest, search, budget, seed and benchmark are the same run.
  public var spaceHash: String
  /// The space file itself, so that a run explains itself when the file has changed.
  public var spaceText: String
  public var search: String
  /// Points to propose at most; nil: all of the space.
  public var budget: Int?
  public var seed: UInt64
  public var programVersion: String
  public var tablesVersion: String
  public var commandLine: String
  /// The question that the run was made for, where it has one: for people who look for it in a list.
  public var model: String?
  public var isl: Int?
  public var osl: Int?

  public init(
    spaceName: String, spaceText: String, spaceHash: String? = nil, search: String = "grid",
    budget: Int? = nil, seed: UInt64 = 0, programVersion: String = "", tablesVersion: String = "",
    commandLine: String = "", model: String? = nil, isl: Int? = nil, osl: Int? = nil
  ) {
    self.spaceName = spaceName
    self.spaceText = spaceText
    self.spaceHash = spaceHash ?? StableKey(rawValue: StableHash.of(spaceText)).description
    self.search = search
    self.budget = budget
    self.seed = seed
    self.programVersion = programVersion
    self.tablesVersion = tablesVersion
    self.commandLine = commandLine
    self.model = model
    self.isl = isl
    self.osl = osl
  }
}

/// A benchmark as measurements remember it. Figures of two versions are never mixed.
public struct BenchmarkVersion: Sendable, Hashable {
  public var method: String
  public var version: String

  public init(method: String, version: String) {
    self.method = method
    self.version = version
  }
}

/// What became of a run's candidates so far.
public struct RunCounters: Sendable, Hashable {
  /// Candidates in all, rejected ones included, where that is known.
  public var total: Int?
  /// Points that this run measured.
  public var measured = 0
  /// Points that were stored before and only linked to this run.
  public var reused = 0
  /// Points that could not be measured.
  public var failed = 0
  /// Candidates that no rule allows, by the rule's name.
  public var rejected: [String: Int] = [:]

  public init() {}

  /// Points with a measurement.
  public var done: Int { measured + reused }
}

/// One sweep as stored.
public struct Run: Sendable, Hashable, Identifiable {
  public enum Status: String, Sendable, Hashable {
    /// A process works on it, or was killed while it did.
    case running
    case complete
    case interrupted
  }

  public var id: Int64
  public var identity: RunIdentity
  public var benchmark: BenchmarkVersion
  public var status: Status
  public var startedAt: Date
  /// When it was completed or last interrupted.
  public var finishedAt: Date?
  public var counters: RunCounters
}

/// How a sweep starts.
public enum RunStart: Sendable, Hashable {
  case new(Run)
  /// An unfinished run of the same identity goes on.
  case resumed(Run)
  /// The same sweep has been made to its end already.
  case complete(Run)

  public var run: Run {
    switch self {
    case .new(let run), .resumed(let run), .complete(let run): run
    }
  }

  /// Whether an unfinished run goes on.
  public var wasResumed: Bool {
    if case .resumed = self { true } else { false }
  }
}
