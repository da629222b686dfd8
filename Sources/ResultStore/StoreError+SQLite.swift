internal import GRDB

extension StoreError {
  /// Names the cause behind SQLite's result code.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(Cause(error), path: path)
    default: self.init(.database("\(error)"), path: path)
    }
  }
}

extension StoreError.Cause {
  init(_ error: DatabaseError) {
    let message = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_NOTADB: self = .notADatabase
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_CORRUPT: self = .corrupt(message)
    // A file cut short within a page shows as a short read.
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHORT_READ:
      self = .corrupt("the file is cut short")
    case .SQLITE_IOERR, .SQLITE_CANTOPEN: self = .inputOutput(message)
    default: self = .database(error.description)
    }
  }
}
