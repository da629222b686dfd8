/// The request that a client has in flight. A closed loop has one per client, so the client is its place.
///
/// One cache line, so that thousands of clients stay in the cache.
struct Request: BitwiseCopyable {
  var sentMs: Double
  /// When its first token left the server.
  var firstTokenMs = 0.0
  /// KV blocks that it needs on the lane it is on.
  var blocks = 0
  /// Number in order of sending; decides the lengths.
  @Narrow var number: Int
  /// Prompt tokens.
  @Narrow var prompt: Int
  /// Prompt tokens in the KV cache of the lane that reads the prompt.
  @Narrow var cached: Int
  /// Output tokens.
  @Narrow var output: Int
  /// Decode iterations for the output tokens after the first.
  @Narrow var iterations: Int
  /// Rank of the lane it is on.
  @Narrow var rank = 0
  /// Lane of its prompt while its KV cache is on the way.
  @Narrow var promptLane = 0
  /// The client behind this one in the rank's queue.
  @Narrow var next = Request.none
  /// Whether the prompt has been admitted.
  var started = false

  static let none = -1

  init(number: Int, shape: RequestShape, sentMs: Double) {
    self.sentMs = sentMs
    self.number = number
    prompt = shape.prompt
    cached = shape.cached
    output = shape.output
    iterations = shape.iterations
  }

  @inline(__always) var remaining: Int { prompt &- cached }
}

/// A whole number in four bytes: lengths, lanes and requests of a run stay far below 2^31.
@propertyWrapper struct Narrow: BitwiseCopyable {
  private var bits: Int32

  @inline(__always) init(wrappedValue: Int) { bits = Int32(truncatingIfNeeded: wrappedValue) }

  @inline(__always) var wrappedValue: Int {
    get { Int(bits) }
    set { bits = Int32(truncatingIfNeeded: newValue) }
  }
}

/// A finished request, times in milliseconds as its client sees them.
package struct CompletedRequest: Sendable, Hashable, BitwiseCopyable {
  package var number: Int
  package var prompt: Int
  package var output: Int
  package var sentMs: Double
  package var firstTokenMs: Double
  package var finishMs: Double

  package init(
    number: Int, prompt: Int, output: Int, sentMs: Double, firstTokenMs: Double, finishMs: Double
  ) {
    self.number = number
    self.prompt = prompt
    self.output = output
    self.sentMs = sentMs
    self.firstTokenMs = firstTokenMs
    self.finishMs = finishMs
  }

  package var ttftMs: Double { firstTokenMs - sentMs }
  package var e2eMs: Double { finishMs - sentMs }
  /// Zero for a single token.
  package var tpotMs: Double { output > 1 ? (finishMs - firstTokenMs) / Double(output - 1) : 0 }
}
