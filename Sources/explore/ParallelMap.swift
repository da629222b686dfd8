import Dispatch

/// The results of `body` for all inputs, in their order, worked out by all cores.
///
/// Returns when all are done; the calling thread works too.
func parallelMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], _ body: @Sendable (Input) -> Output
) -> [Output] {
  [Output](unsafeUninitializedCapacity: inputs.count) { places, count in
    // Every place is written once, by whichever thread takes its index.
    nonisolated(unsafe) let places = places
    DispatchQueue.concurrentPerform(iterations: inputs.count) { index in
      places.initializeElement(at: index, to: body(inputs[index]))
    }
    count = inputs.count
  }
}
