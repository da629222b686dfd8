import ServingModel
import Testing

@Suite struct ParallelMapTests {
  @Test(arguments: [0, 1, 2, 1_000]) func resultsStandInTheOrderOfTheInputs(count: Int) {
    let inputs = Array(0..<count)
    // Inputs of unequal work end out of order.
    let results = parallelMap(inputs) { input in
      var sum = 0
      for step in 0..<(input % 7) * 2_000 { sum &+= step }
      return "\(input) \(sum >= 0)"
    }
    #expect(results == inputs.map { "\($0) true" })
  }
}
