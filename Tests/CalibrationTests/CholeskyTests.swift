import SeededNumbers
import Testing

@testable import Calibration

@Suite struct CholeskyTests {
  /// B Bᵀ + I for a random B, row by row.
  private static func positiveDefinite(_ size: Int, _ random: inout SplitMix) -> [Double] {
    let factor = (0..<size * size).map { _ in random.normal() }
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        var sum = row == column ? 1.0 : 0
        for index in 0..<size { sum += factor[row * size + index] * factor[column * size + index] }
        matrix[row * size + column] = sum
        matrix[column * size + row] = sum
      }
    }
    return matrix
  }

  /// L and then x with L Lᵀ x = right, as in any book.
  private static func naive(_ matrix: [Double], _ right: [Double]) -> [Double] {
    let size = right.count
    var lower = matrix
    for row in 0..<size {
      for column in 0...row {
        var rest = matrix[row * size + column]
        for index in 0..<column { rest -= lower[row * size + index] * lower[column * size + index] }
        lower[row * size + column] =
          row == column ? rest.squareRoot() : rest / lower[column * size + column]
      }
    }
    var values = right
    for row in 0..<size {
      for column in 0..<row { values[row] -= lower[row * size + column] * values[column] }
      values[row] /= lower[row * size + row]
    }
    for row in (0..<size).reversed() {
      for column in (row + 1)..<max(size, row + 1) {
        values[row] -= lower[column * size + row] * values[column]
      }
      values[row] /= lower[row * size + row]
    }
    return values
  }

  /// Blocks of 64 rows and chunks of 32 begin and end within these.
  @Test(arguments: [1, 2, 3, 7, 8, 9, 31, 63, 64, 65, 95, 96, 97, 127, 128, 129, 161, 192, 200])
  func itSolvesWhatTheObviousLoopsSolve(size: Int) {
    var random = SplitMix(state: UInt64(size))
    let matrix = Self.positiveDefinite(size, &random)
    let right = (0..<size).map { _ in random.normal() }
    var spoilt = matrix
    for row in 0..<size {
      for column in (row + 1)..<max(size, row + 1) { spoilt[row * size + column] = .nan }
    }
    let solution = Cholesky(spoilt, size: size).solve(right)
    let largest = solution.map(abs).max() ?? 0
    for (found, expected) in zip(solution, Self.naive(matrix, right)) {
      #expect(abs(found - expected) < 1e-9 * max(1, largest))
    }
    for row in 0..<size {
      var rest = right[row]
      for column in 0..<size { rest -= matrix[row * size + column] * solution[column] }
      #expect(abs(rest) < 1e-8)
    }
  }

  @Test func nothingHasNoSolution() {
    #expect(Cholesky([], size: 0).solve([]).isEmpty)
  }

  @Test func aRowThatOthersExplainWhollyBreaksNothing() {
    let solution = Cholesky([1, 1, 1, 1], size: 2).solve([1, 1])
    #expect(solution.allSatisfy { $0.isFinite })
    #expect(abs(solution[0] + solution[1] - 1) < 1e-6)
  }
}
