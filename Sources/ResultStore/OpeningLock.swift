internal import Foundation

/// Lets one process at a time make a store or bring it up to date, so that no other finds it half made: with
/// some tables and not yet the mark that says whose they are.
///
/// A lock of the operating system on the folder, which leaves no file behind. Where the file system has no
/// such locks, or somebody else holds the folder for long, processes go on without.
final class OpeningLock {
  private let descriptor: Int32

  init(storePath: String, access: ResultStore.Access) {
    let folder = URL(fileURLWithPath: storePath).deletingLastPathComponent().path
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let kind = access == .readWrite ? LOCK_EX : LOCK_SH
    for _ in 0..<500 {
      if flock(descriptor, kind | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK || errno == EINTR else { return }
      usleep(10_000)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
