internal import Dispatch
internal import Foundation
internal import Synchronization

/// Applies `body` to each input over all cores and returns the outputs in the order of the inputs.
///
/// Threads take small chunks as they get free, so a few slow inputs hold nobody up.
/// - Parameter chunk: inputs that a thread takes at a time.
public func parallelMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], chunk: Int = 8, _ body: @Sendable (Input) -> Output
) -> [Output] {
  let next = Atomic(0)
  let workers = max(
    1, min(ProcessInfo.processInfo.activeProcessorCount, (inputs.count + chunk - 1) / chunk))
  return [Output](unsafeUninitializedCapacity: inputs.count) { buffer, count in
    // Each place is written once, by the thread that took its chunk.
    nonisolated(unsafe) let places = buffer
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let start = next.add(chunk, ordering: .relaxed).oldValue
        if start >= inputs.count { return }
        for index in start..<min(start + chunk, inputs.count) {
          places.initializeElement(at: index, to: body(inputs[index]))
        }
      }
    }
    count = inputs.count
  }
}
