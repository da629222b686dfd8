import Synchronization
import Testing

@testable import ServingModel

@Suite struct RecentlyUsedTests {
  @Test func aValueIsMadeOnceWhileThereIsRoom() {
    let cache = RecentlyUsed<Int, Int>(limit: 2_000) { _ in 10 }
    let made = Atomic(0)
    for round in 0..<3 {
      for key in 0..<100 {
        let value = cache.value(key) {
          made.add(1, ordering: .relaxed)
          return key * 7
        }
        #expect(value == key * 7, "round \(round)")
      }
    }
    #expect(made.load(ordering: .relaxed) == 100)
  }

  /// Keys that are asked for again and again stay, however many others pass by.
  @Test func whatIsInUseStays() {
    let cache = RecentlyUsed<Int, Int>(limit: 1_000) { _ in 10 }
    var made = 0
    for key in 0..<10_000 {
      _ = cache.value(-1 - key % 5) {
        made += 1
        return 0
      }
      _ = cache.value(key) { key }
    }
    #expect(made == 5)
  }

  @Test func whatIsNotInUseGoes() {
    let cache = RecentlyUsed<Int, Int>(limit: 1_000) { _ in 10 }
    for key in 0..<1_000 { _ = cache.value(key) { key } }
    var isMade = false
    _ = cache.value(0) {
      isMade = true
      return 0
    }
    #expect(isMade)
  }
}
