import Foundation

/// A finished program with what it cost.
struct ChildProcess {
  /// Exit status, or minus the signal that ended it.
  var status: Int32
  var output: Data
  var wallSeconds: Double
  var cpuSeconds: Double
  /// Most memory that it held at once.
  var peakMB: Double

  /// This program.
  static var ownPath: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// The program whose speed users see, built beside this one.
  static var explorePath: String {
    URL(fileURLWithPath: ownPath).deletingLastPathComponent().appendingPathComponent("explore").path
  }

  /// Runs a program to its end, its standard output kept, its messages passed on.
  ///
  /// `Foundation.Process` does not tell what a child cost, `wait4` does.
  static func run(_ path: String, _ arguments: [String]) throws -> ChildProcess {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BenchmarkFailure("no pipe: error \(errno)") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let start = ContinuousClock.now
    var child = pid_t()
    let failure = posix_spawn(&child, path, &actions, nil, &words, environ)
    close(ends[1])
    let reader = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    guard failure == 0 else { throw BenchmarkFailure("\(path) does not start: error \(failure)") }
    let output = try reader.readToEnd() ?? Data()
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
    let wall = (ContinuousClock.now - start) / .seconds(1)
    let signal = status & 0x7f
    return ChildProcess(
      status: signal == 0 ? (status >> 8) & 0xff : -signal, output: output, wallSeconds: wall,
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakMB: Double(usage.ru_maxrss) * 1024 / 1e6)
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
}
