/// Why the store cannot be used: what is wrong, where, and what would mend it.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Cause: Sendable, Hashable {
    /// Opened read-only, and the file is not there.
    case missing
    /// Opened read-only, and nothing was ever written to the file.
    case empty
    case isDirectory
    case unreadable
    /// The directory that should hold the file is not there.
    case directoryMissing(String)
    case directoryUnwritable(String)
    /// Not an SQLite file.
    case notADatabase
    /// An SQLite file of some other program.
    case notAStore
    /// The file has more schema steps than this program knows.
    case newer(found: Int, known: Int)
    /// The file lacks schema steps and may not be changed (read-only).
    case older(found: Int, known: Int)
    case readOnly
    /// Another process writes and did not let go within the time allowed.
    case locked
    case diskFull
    /// The file is damaged or cut short.
    case corrupt(String)
    /// No run has this number.
    case noSuchRun(Int64)
    /// Another process works on this run right now.
    case runInUse(Int64)
    /// Points that a run was about to reuse were removed meanwhile.
    case pointsRemoved
    /// The operating system could not read or write.
    case inputOutput(String)
    /// Anything else that SQLite reports.
    case database(String)
  }

  public var cause: Cause
  public var path: String

  public init(_ cause: Cause, path: String) {
    self.cause = cause
    self.path = path
  }

  public var description: String {
    switch cause {
    case .missing:
      "there is no store at \(path); run a sweep first, or give the path of one"
    case .empty:
      "\(path) is empty; run a sweep first, or give the path of a store"
    case .isDirectory:
      "\(path) is a directory; give the path of a file in it, such as \(path)/explore.sqlite"
    case .unreadable:
      "\(path) may not be read; check its owner and permissions (ls -l)"
    case .directoryMissing(let directory):
      "the directory \(directory) of the store \(path) does not exist; create it (mkdir -p) or give "
        + "another path"
    case .directoryUnwritable(let directory):
      "the directory \(directory) of the store \(path) may not be written, and SQLite keeps two files there "
        + "while a store is open; change its permissions, or copy the store to another place"
    case .notADatabase:
      "\(path) is not an SQLite database; nothing was changed; give another path, or move that file away"
    case .notAStore:
      "\(path) is a database of another program; nothing was changed; give another path"
    case .newer(let found, let known):
      "\(path) was written by a newer version of explore (schema \(found), this one knows \(known)); "
        + "nothing was changed; update explore, or give another path"
    case .older(let found, let known):
      "\(path) was written by an older version of explore (schema \(found), this one needs \(known)) and "
        + "is opened read-only; open it once for writing, or copy it and open the copy"
    case .readOnly:
      "\(path) is read-only; make it writable (chmod u+w), or copy it to a place that is"
    case .locked:
      "\(path) is locked by another process that writes to it; wait until that has ended and try again"
    case .diskFull:
      "no space is left for \(path); everything finished before is stored; free some space and run again"
    case .corrupt(let detail):
      "\(path) is damaged (\(detail)); save what can be read with: sqlite3 \(path) .recover | sqlite3 new.sqlite"
    case .noSuchRun(let id):
      "\(path) has no run \(id); `explore runs list` shows those it has"
    case .runInUse(let id):
      "run \(id) in \(path) is being worked on by another process; wait until that has ended"
    case .pointsRemoved:
      "another process removed points from \(path) that this run was about to reuse; run it again"
    case .inputOutput(let detail):
      "\(path) cannot be read or written (\(detail)); check the disk and the file system"
    case .database(let detail):
      "\(path): \(detail)"
    }
  }
}
