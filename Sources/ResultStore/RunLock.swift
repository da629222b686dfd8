internal import Foundation

/// Holds a run for one process, so that no point is measured by two at once.
///
/// A lock of the operating system on a file beside the store: a process that is killed lets go of it.
final class RunLock: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Nil where another process (or another sweep of this one) holds the run.
  init?(storePath: String, run: Int64) {
    path = "\(storePath)-run-\(run).lock"
    // Whoever asks whether the run is held touches the lock for an instant: such a refusal passes.
    var attempts = 5
    while true {
      let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard opened >= 0 else { return nil }
      guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
        _ = Foundation.close(opened)
        attempts -= 1
        guard attempts > 0 else { return nil }
        usleep(5_000)
        continue
      }
      // The holder before may have removed the file between the two calls: then this lock is on nothing.
      var mine = stat()
      var named = stat()
      if fstat(opened, &mine) == 0, stat(path, &named) == 0, mine.st_ino == named.st_ino {
        descriptor = opened
        return
      }
      _ = Foundation.close(opened)
    }
  }

  /// Whether a process holds the run, found out without taking it.
  static func isHeld(storePath: String, run: Int64) -> Bool {
    let opened = open("\(storePath)-run-\(run).lock", O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return false }
    defer { _ = Foundation.close(opened) }
    return flock(opened, LOCK_SH | LOCK_NB) != 0
  }

  deinit {
    // Removed only by its holder, while it holds it.
    unlink(path)
    _ = Foundation.close(descriptor)
  }
}
