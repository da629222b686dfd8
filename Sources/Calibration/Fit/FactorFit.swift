internal import Foundation
internal import ServingModel

/// A measured row with what the simulator says at some factors, and how that changes with each of them.
struct FactorRow: Sendable {
  var group: CalibrationGroup
  /// Logarithms of measured over simulated.
  var logRatios: [CalibratedMetric: Double]
  /// Change of the logarithm of the simulated figure for a change of the logarithm of each factor.
  var slopes: [CalibratedMetric: [Double]]
}

/// One Gauss-Newton step for the factors of all groups at once, each shrunk towards its parent.
///
/// Minimises squares of what is left of each row over its noise, rows far off counting less, plus squares of the
/// logarithms over their deviations.
struct FactorFit {
  /// Deviations of what the factors cannot explain: wider than repeats, as settings are unknown.
  private static func noise(_ metric: CalibratedMetric) -> Double { metric == .tpot ? 0.12 : 0.3 }
  private static let rounds = 3
  private static let freedom = 4.0

  private let rows: [FactorRow]
  private let before: FactorModel
  private let width = TimingFactors.Name.allCases.count
  /// Where the factors of a group begin among the unknowns.
  private let starts: [FactorModel.Place: Int]
  private let unknowns: Int

  init(_ rows: [FactorRow], before: FactorModel) {
    self.rows = rows
    self.before = before
    var starts: [FactorModel.Place: Int] = [:]
    for row in rows {
      for place in FactorModel.places(row.group) where starts[place] == nil {
        starts[place] = starts.count * TimingFactors.Name.allCases.count
      }
    }
    self.starts = starts
    unknowns = starts.count * width
  }

  func solved() -> FactorModel {
    let old = vector(before)
    let equations = rows.flatMap { row in
      CalibratedMetric.allCases.map { equation(row, $0, old) }
    }
    var trust = [Double](repeating: 1, count: equations.count)
    var solution = old
    for _ in 0..<Self.rounds {
      solution = solve(equations, trust)
      for (index, equation) in equations.enumerated() {
        let left = (equation.target - equation.sum(solution)) / equation.noise
        trust[index] = (Self.freedom + 1) / (Self.freedom + left * left)
      }
    }
    return model(solution)
  }

  /// One figure of one row, linear around the factors before.
  private struct Equation {
    var starts: [Int]
    var slopes: [Double]
    var target: Double
    var noise: Double

    func sum(_ solution: [Double]) -> Double {
      var total = 0.0
      for start in starts {
        for index in slopes.indices { total += slopes[index] * solution[start + index] }
      }
      return total
    }
  }

  private func equation(_ row: FactorRow, _ metric: CalibratedMetric, _ old: [Double]) -> Equation {
    var equation = Equation(
      starts: FactorModel.places(row.group).compactMap { starts[$0] }, slopes: row.slopes[metric] ?? [],
      target: row.logRatios[metric] ?? 0, noise: Self.noise(metric))
    equation.target += equation.sum(old)
    return equation
  }

  private func solve(_ equations: [Equation], _ trust: [Double]) -> [Double] {
    var matrix = [Double](repeating: 0, count: unknowns * unknowns)
    var right = [Double](repeating: 0, count: unknowns)
    for (place, start) in starts {
      let deviation = FactorModel.deviation(place.level)
      for index in 0..<width {
        matrix[(start + index) * unknowns + start + index] = 1 / (deviation * deviation)
      }
    }
    for (equation, trust) in zip(equations, trust) {
      let weight = trust / (equation.noise * equation.noise)
      for start in equation.starts {
        for (index, slope) in equation.slopes.enumerated() where slope != 0 {
          let row = start + index
          right[row] += weight * slope * equation.target
          for other in equation.starts {
            for (column, otherSlope) in equation.slopes.enumerated() where other + column <= row {
              matrix[row * unknowns + other + column] += weight * slope * otherSlope
            }
          }
        }
      }
    }
    return Cholesky(matrix, size: unknowns).solve(right)
  }

  private func vector(_ model: FactorModel) -> [Double] {
    var vector = [Double](repeating: 0, count: unknowns)
    for (place, start) in starts {
      for (index, value) in (model.logarithms[place] ?? []).enumerated() { vector[start + index] = value }
    }
    return vector
  }

  private func model(_ vector: [Double]) -> FactorModel {
    var model = FactorModel()
    for (place, start) in starts { model.logarithms[place] = Array(vector[start..<start + width]) }
    return model
  }
}
