#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum CPUTime {
  /// CPU seconds of this process so far, all threads.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
