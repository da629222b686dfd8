internal import Dispatch
internal import Foundation
internal import Synchronization

/// A request to stop: points in flight are finished and stored, none are begun.
public final class Interruption: Sendable {
  private let flag = Atomic(false)

  public init() {}

  public var isRequested: Bool { flag.load(ordering: .relaxed) }
  public func request() { flag.store(true, ordering: .relaxed) }
}

/// Turns Ctrl-C and SIGTERM into a request to stop. The second signal ends the program at once, which
/// costs no more than the points in flight.
public final class SignalWatch: Sendable {
  // Sources are safe to cancel from any thread; they are never touched otherwise.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]
  private static let signals = [SIGINT, SIGTERM]

  /// - Parameter onRequest: called once, on a queue of its own: a place to tell the user.
  public init(_ interruption: Interruption, onRequest: @escaping @Sendable () -> Void = {}) {
    let queue = DispatchQueue(label: "explore.signals")
    sources = Self.signals.map { number in
      // The default action would end the process before the source sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        guard !interruption.isRequested else {
          // By convention: 128 + the number of the signal.
          _exit(128 + number)
        }
        interruption.request()
        onRequest()
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}
