/// One attention-DP rank of a lane: its batch, its KV cache and its queue.
struct Rank {
  /// Decoding sequences.
  var decodes = 0
  /// Their cached tokens, as of the lane's last fold.
  var cachedTokens = 0.0
  var freeBlocks: Int
  /// Prompts admitted and not yet read to the end.
  var prompting = 0
  /// Requests routed here and not yet done with this lane.
  var inFlight = 0
  /// Clients whose requests wait or are being prefilled, in order of arrival.
  var head = Request.none
  var tail = Request.none

  init(blocks: Int) { freeBlocks = blocks }

  mutating func enqueue(_ client: Int, _ requests: UnsafeMutablePointer<Request>) {
    requests[client].next = Request.none
    if head == Request.none { head = client } else { requests[tail].next = client }
    tail = client
  }

  mutating func dequeue(_ requests: UnsafeMutablePointer<Request>) -> Int {
    let client = head
    head = requests[client].next
    if head == Request.none { tail = Request.none }
    return client
  }
}
