/// The request that a client has in flight. A closed loop has one per client, so the client is its place.
struct Request {
  /// Number in order of sending; decides the shape.
  var number = 0
  var sentMs = 0.0
  /// When its first token left the server.
  var firstTokenMs = 0.0
  var shape = RequestShape(prompt: 1, cached: 0, output: 1, iterations: 0)
  /// Prompt tokens in the KV cache of the lane that reads the prompt.
  var cached = 0
  /// KV blocks that it needs on the lane it is on.
  var blocks = 0
  /// Rank of that lane.
  var rank = 0
  /// Lane of its prompt while its KV cache is on the way.
  var promptLane = 0
  /// Whether the prompt has been admitted.
  var started = false
  /// The client behind this one in the rank's queue.
  var next = Request.none

  static let none = -1

  var remaining: Int { shape.prompt - cached }
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
