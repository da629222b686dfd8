internal import Foundation
internal import ServingModel

/// All that a calibration says of the points of one group and engine version, but for where they stand in it: what
/// is left to do for a point is one sum over the rows.
struct GroupCorrection: Sendable {
  let standing: IntervalModel.Standing
  /// What is the same for all points of the group; see ``sums(_:)``.
  private let constant: SIMD4<Double>
  /// The same of each row for a point at its very place.
  private let local: [SIMD4<Double>]
  private let coordinates: [SIMD8<Double>]

  /// - Parameters:
  ///   - place: of any point of the group.
  ///   - coordinates: of the rows.
  init(
    _ place: CalibrationPlace, standing: IntervalModel.Standing, residual: ResidualModel, spread: SpreadModel,
    coordinates: [SIMD8<Double>]
  ) {
    self.standing = standing
    self.coordinates = coordinates
    func weights(_ model: ResidualModel, _ metric: CalibratedMetric) -> [Double] {
      model.weights[metric] ?? Array(repeating: 0, count: coordinates.count)
    }
    let columns = [
      weights(residual, .tpot), weights(residual, .ttft), weights(spread.process, .tpot),
      weights(spread.process, .ttft),
    ]
    var constant = SIMD4<Double>()
    var local: [SIMD4<Double>] = []
    local.reserveCapacity(coordinates.count)
    for (row, shared) in residual.points.shared(place).enumerated() {
      let weight = SIMD4(columns[0][row], columns[1][row], columns[2][row], columns[3][row])
      constant += shared.constant * weight
      local.append(shared.local * weight)
    }
    self.constant = constant
    self.local = local
  }

  /// Memory that the rows take, bytes; their coordinates are shared by all groups.
  var byteCount: Int { local.count * MemoryLayout<SIMD4<Double>>.stride }

  /// At a point: log corrections of TPOT and TTFT, then what the spread process says of them.
  func sums(_ point: SIMD8<Double>) -> SIMD4<Double> {
    var sum = constant
    coordinates.withUnsafeBufferPointer { coordinates in
      local.withUnsafeBufferPointer { local in
        for row in 0..<coordinates.count {
          let apart = point - coordinates[row]
          sum += local[row] * exp(-0.5 * (apart * apart).sum())
        }
      }
    }
    return sum
  }
}
