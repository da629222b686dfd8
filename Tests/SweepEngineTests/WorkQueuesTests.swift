import ResultStore
import ServingModel
import SweepFakes
import Testing

@testable import SweepEngine

@Suite struct WorkQueuesTests {
  private func points(_ count: Int) -> [PlacedPoint] {
    (0..<count).map { PlacedPoint(FakeSource.point($0)) }
  }

  @Test func aWorkerTakesItsOwnInOrder() {
    let queues = WorkQueues(workers: 2)
    queues.fill(1, points(5))
    #expect(queues.next(0) == nil)
    #expect((0..<5).map { _ in queues.next(1) } == points(5))
    #expect(queues.next(1) == nil && !queues.steal(for: 0))
  }

  @Test func whoHasNothingTakesTheLaterHalf() {
    let queues = WorkQueues(workers: 3)
    queues.fill(0, points(2))
    queues.fill(1, points(9))
    #expect(queues.next(1) == points(1)[0])
    #expect(queues.steal(for: 2))
    #expect((0..<4).compactMap { _ in queues.next(2) } == Array(points(9).suffix(4)) && queues.next(2) == nil)
    #expect((0..<4).compactMap { _ in queues.next(1) } == Array(points(9)[1..<5]) && queues.next(1) == nil)
    #expect(queues.steal(for: 1) && queues.next(1) == points(2)[1])
    #expect(queues.next(0) == points(2)[0] && !queues.steal(for: 2))
  }
}
