import Foundation

/// What this process has used so far.
struct ProcessUsage {
  /// CPU time of all threads, seconds.
  var cpuSeconds: Double
  /// Largest resident memory so far, MB.
  var peakMegabytes: Double

  static func now() -> ProcessUsage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return ProcessUsage(
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakMegabytes: Double(usage.ru_maxrss) / 1000)
  }
}
