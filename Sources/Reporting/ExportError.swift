internal import Foundation

/// Why an export could not be written: what, where, and what would mend it.
public struct ExportError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: String, Sendable, Hashable {
    case directoryMissing
    case notADirectory
    case isDirectory
    case notWritable
    case diskFull
    /// The other end of a pipe was closed.
    case readerGone
    case other
  }

  public var reason: Reason
  public var path: String
  /// The system's own words, where the reason is `other`.
  public var detail: String

  public init(_ reason: Reason, path: String, detail: String = "") {
    self.reason = reason
    self.path = path
    self.detail = detail
  }

  /// The error that a system call left in `errno`.
  init(code: Int32, path: String) {
    switch code {
    case ENOENT: self.init(.directoryMissing, path: path)
    case ENOTDIR: self.init(.notADirectory, path: path)
    case EISDIR: self.init(.isDirectory, path: path)
    case EACCES, EPERM, EROFS: self.init(.notWritable, path: path)
    case EPIPE: self.init(.readerGone, path: path)
    case ENOSPC, EDQUOT: self.init(.diskFull, path: path)
    default: self.init(.other, path: path, detail: String(cString: strerror(code)))
    }
  }

  public var description: String {
    let parent = (path as NSString).deletingLastPathComponent
    let folder = parent.isEmpty ? "." : parent
    return switch reason {
    case .directoryMissing:
      "cannot write \(path): the folder \(folder) does not exist; create it with `mkdir -p \(folder)`"
    case .notADirectory: "cannot write \(path): \(folder) is not a folder; choose another path"
    case .isDirectory: "cannot write \(path): it is a folder; give a file name, such as \(path)/frontier"
    case .notWritable: "cannot write \(path): permission denied; choose a folder that you may write to"
    case .diskFull: "cannot write \(path): no space left on the device; free some, or choose another disk"
    case .readerGone: "cannot write \(path): what reads it has ended"
    case .other: "cannot write \(path): \(detail)"
    }
  }
}
