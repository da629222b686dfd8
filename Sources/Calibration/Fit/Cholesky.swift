internal import Dispatch

/// The lower triangle L of a symmetric positive definite matrix, L Lᵀ = A, row by row.
struct Cholesky {
  let size: Int
  private var rows: [Double]

  private static let block = 64

  /// - Parameters:
  ///   - matrix: `size` x `size` values, row by row; the upper triangle is not looked at.
  ///   - size: rows.
  init(_ matrix: consuming [Double], size: Int) {
    precondition(matrix.count == size * size)
    self.size = size
    rows = matrix
    rows.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let rows = base
      for start in stride(from: 0, to: size, by: Self.block) {
        let end = min(start + Self.block, size)
        for row in start..<end { Self.complete(rows, size, row: row, from: start, to: row + 1) }
        let rest = size - end
        let chunk = 32
        DispatchQueue.concurrentPerform(iterations: (rest + chunk - 1) / chunk) { part in
          for row in (end + part * chunk)..<min(end + (part + 1) * chunk, size) {
            Self.complete(rows, size, row: row, from: start, to: end)
          }
        }
      }
    }
  }

  /// Turns the columns from `start` up to `end` of a row into those of L; the ones before are done.
  private static func complete(
    _ rows: UnsafeMutablePointer<Double>, _ size: Int, row: Int, from start: Int, to end: Int
  ) {
    let own = rows + row * size
    for column in start..<end {
      let other = rows + column * size
      let rest = own[column] - dot(own, other, column)
      // A diagonal that rounds below zero belongs to a row that others explain wholly.
      own[column] = column == row ? max(rest, 1e-12).squareRoot() : rest / other[column]
    }
  }

  private static func dot(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var sum = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= count {
      let a = UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Double>.self)
      let b = UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Double>.self)
      sum.addProduct(a, b)
      index += 8
    }
    var total = sum.sum()
    while index < count {
      total += left[index] * right[index]
      index += 1
    }
    return total
  }

  /// The x with A x = `right`.
  func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == size)
    var values = right
    rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      values.withUnsafeMutableBufferPointer { values in
        guard let x = values.baseAddress else { return }
        for row in 0..<size {
          x[row] = (x[row] - Self.dot(base + row * size, x, row)) / base[row * size + row]
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
          x[row] /= base[row * size + row]
          let share = x[row]
          for column in 0..<row { x[column] -= base[row * size + column] * share }
        }
      }
    }
    return values
  }
}

extension SIMD8<Double> {
  fileprivate mutating func addProduct(_ a: Self, _ b: Self) { self = a * b + self }
}
