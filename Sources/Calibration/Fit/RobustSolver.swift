/// Weights of rows by which a Gaussian process predicts, found with less trust in rows that are far off.
struct RobustSolver {
  /// Lower triangle.
  let covariances: [[Double]]
  /// Times the covariances.
  let factor: Double
  /// Standard deviation of a measurement.
  let noise: Double
  /// Of iteratively reweighted least squares; 1 is least squares.
  let rounds: Int

  /// Degrees of freedom of Student's t distribution.
  private static let freedom = 4.0

  /// - Returns: a weight for each row, and its trust.
  func solve(_ targets: [Double]) -> (weights: [Double], trust: [Double]) {
    var trust = [Double](repeating: 1, count: targets.count)
    var weights: [Double] = []
    for round in 0..<rounds {
      weights = Cholesky(matrix(trust), size: targets.count).solve(targets)
      if round == rounds - 1 { break }
      for index in targets.indices {
        // (K + N) w = y, so what the process leaves of a row is N w.
        let left = noise * noise / trust[index] * weights[index] / noise
        trust[index] = (Self.freedom + 1) / (Self.freedom + left * left)
      }
    }
    return (weights, trust)
  }

  private func matrix(_ trust: [Double]) -> [Double] {
    let size = covariances.count
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row { matrix[row * size + column] = covariances[row][column] * factor }
      matrix[row * size + row] += noise * noise / trust[row]
    }
    return matrix
  }
}
