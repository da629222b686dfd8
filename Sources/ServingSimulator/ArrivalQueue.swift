/// Requests between their client and the scheduler, in order of sending.
///
/// The front end takes them one after the other, so they arrive in that order and a ring is enough. A closed loop has at most one
/// for each client.
struct ArrivalQueue {
  private let ticks: UnsafeMutablePointer<Double>
  private let clients: UnsafeMutablePointer<Int>
  private let capacity: Int
  private var head = 0
  private(set) var count = 0

  init(ticks: UnsafeMutablePointer<Double>, clients: UnsafeMutablePointer<Int>, capacity: Int) {
    self.ticks = ticks
    self.clients = clients
    self.capacity = capacity
  }

  /// When the next request arrives, on the clock's grid.
  var firstTick: Double { count == 0 ? .infinity : ticks[head] }

  mutating func append(_ client: Int, tick: Double) {
    var place = head &+ count
    if place >= capacity { place &-= capacity }
    ticks[place] = tick
    clients[place] = client
    count &+= 1
  }

  mutating func removeFirst() -> Int {
    let client = clients[head]
    head &+= 1
    if head == capacity { head = 0 }
    count &-= 1
    return client
  }
}
