import Foundation
import ServingModel
import Testing

@testable import KernelTiming

/// How well a measured time is predicted from its neighbours, when it is taken out of the tables: the error that
/// the word `interpolated` stands for.
@Suite struct LeaveOneOutTests {
  private struct Errors {
    var values: [Double] = []
    var median: Double { values.isEmpty ? .nan : values.sorted()[values.count / 2] }
    var p90: Double { values.isEmpty ? .nan : values.sorted()[values.count * 9 / 10] }
  }

  /// Takes each inner point of every `stride`th curve out and predicts it with a shape of its table.
  private func errors(
    _ table: KernelTable, stride: Int, shape: ([Int]) -> (Double, Double) -> Double
  ) -> Errors {
    let tables = PackedTables.embedded
    var errors = Errors()
    for index in Swift.stride(from: 0, to: tables.curveCount(table), by: stride) {
      let grid = tables.grid(table, at: index)
      let form = shape(tables.key(table, index))
      for (place, y) in grid.ys.enumerated() {
        let row = grid.row(place)
        guard row.count > 2 else { continue }
        let out = 1 + (index + Int(y)) % (row.count - 2)
        let without = KernelGrid(ys: [y], xs: row.map(\.x)) { $0 == out ? nil : row[$0].milliseconds }
        let predicted = without.time(y: y, x: row[out].x, shape: form)
        #expect(predicted.confidence == .interpolated)
        errors.values.append(abs(predicted.milliseconds / row[out].milliseconds - 1))
      }
    }
    return errors
  }

  private func roofline(_ key: [Int]) throws -> Roofline {
    Roofline(system: try Catalogue.system(KernelCode.systems[key[0]]))
  }

  @Test func matrixMultiplications() throws {
    let errors = errors(.gemm, stride: 7) { key in
      let roofline = try? roofline(key)
      let (n, k) = (Double(key[3]), Double(key[4]))
      return { _, m in
        roofline?.milliseconds(flops: 2 * m * n * k, bytes: n * k + m * (n + k), format: .fp8) ?? 1
      }
    }
    #expect(errors.values.count > 500)
    #expect(errors.median < 0.05 && errors.p90 < 0.25, "\(errors.median) \(errors.p90)")
  }

  @Test func expertKernels() throws {
    // Tokens are a power of two apart, or a little closer.
    let errors = errors(.experts, stride: 11) { _ in { _, tokens in 0.02 + tokens * 1e-4 } }
    #expect(errors.values.count > 500)
    #expect(errors.median < 0.08 && errors.p90 < 0.4, "\(errors.median) \(errors.p90)")
  }

  @Test func attentionOfCachedTokens() throws {
    let errors = errors(.generationAttention, stride: 17) { key in
      let roofline = try? roofline(key)
      let width = 2.0 * Double(key[3] * key[6])
      return { batch, cached in
        roofline?.milliseconds(flops: 0, bytes: batch * cached * width, format: .bf16) ?? 1
      }
    }
    #expect(errors.values.count > 500)
    #expect(errors.median < 0.1 && errors.p90 < 0.4, "\(errors.median) \(errors.p90)")
  }

  @Test func latentAttentionBlocks() throws {
    let errors = errors(.mlaGenerationBlock, stride: 1) { key in
      let roofline = try? roofline(key)
      return { batch, cached in
        roofline?.milliseconds(flops: 0, bytes: batch * cached * 576, format: .bf16) ?? 1
      }
    }
    #expect(errors.values.count > 500)
    #expect(errors.median < 0.1 && errors.p90 < 0.4, "\(errors.median) \(errors.p90)")
  }
}
