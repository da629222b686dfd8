import Foundation

@testable import Calibration

/// A Gaussian process as a textbook has it: the whole matrix, names compared as text, Gaussian elimination.
struct ObviousProcess {
  let rows: [CalibrationRow]
  let weights: [Double]
  let scale: Double

  /// - Parameters:
  ///   - scale: times the deviations.
  ///   - noise: deviation of a measurement.
  ///   - rounds: of reweighting for Student's t distribution with 4 degrees of freedom.
  init(_ rows: [CalibrationRow], targets: [Double], scale: Double, noise: Double, rounds: Int) {
    self.rows = rows
    self.scale = scale
    var variances = [Double](repeating: noise * noise, count: rows.count)
    var weights: [Double] = []
    for round in 0..<rounds {
      var matrix = rows.map { row in
        rows.map {
          Self.covariance(row.place, row.simulated, $0.place, $0.simulated) * scale * scale
        }
      }
      for index in rows.indices { matrix[index][index] += variances[index] }
      weights = Self.solved(matrix, targets)
      if round == rounds - 1 { break }
      for index in rows.indices {
        let left = variances[index] * weights[index] / noise
        variances[index] = noise * noise * (4 + left * left) / 5
      }
    }
    self.weights = weights
  }

  func correction(_ place: CalibrationPlace, _ simulated: SimulatedLatency) -> Double {
    zip(rows, weights).reduce(0) { sum, pair in
      sum + pair.1 * scale * scale * Self.covariance(place, simulated, pair.0.place, pair.0.simulated)
    }
  }

  static func covariance(
    _ left: CalibrationPlace, _ leftLatency: SimulatedLatency, _ right: CalibrationPlace,
    _ rightLatency: SimulatedLatency
  ) -> Double {
    let (a, b) = (left.coordinates(leftLatency), right.coordinates(rightLatency))
    var distance = 0.0
    for index in 0..<8 { distance += (a[index] - b[index]) * (a[index] - b[index]) }
    var sum = 0.0
    for level in ShrinkageLevel.allCases {
      guard
        let leftKey = level.key(left.group, version: left.engineVersion, cluster: left.cluster),
        leftKey == level.key(right.group, version: right.engineVersion, cluster: right.cluster)
      else { continue }
      let deviations = ResidualKernel.deviations(level)
      sum +=
        deviations.constant * deviations.constant
        + deviations.local * deviations.local * exp(-distance / 2)
    }
    return sum
  }

  /// By elimination with pivots.
  private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var matrix = zip(matrix, right).map { $0 + [$1] }
    let size = matrix.count
    for column in 0..<size {
      let pivot = (column..<size).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) } ?? column
      matrix.swapAt(column, pivot)
      for row in (column + 1)..<max(size, column + 1) {
        let share = matrix[row][column] / matrix[column][column]
        for index in column...size { matrix[row][index] -= share * matrix[column][index] }
      }
    }
    var values = [Double](repeating: 0, count: size)
    for row in (0..<size).reversed() {
      var rest = matrix[row][size]
      for column in (row + 1)..<max(size, row + 1) { rest -= matrix[row][column] * values[column] }
      values[row] = rest / matrix[row][row]
    }
    return values
  }
}
