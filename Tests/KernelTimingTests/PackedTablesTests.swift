import SeededNumbers
import Foundation
import ServingModel
import Testing

@testable import KernelTiming

@Suite struct PackedTablesTests {
  /// Tables of random keys and values, with what was put in.
  private func randomTables(seed: UInt64) -> (PackedTables, [[Int]: [Int: Double]]) {
    var random = SplitMix(state: seed)
    var writer = PackedTablesWriter()
    var truth: [[Int]: [Int: Double]] = [:]
    for _ in 0..<300 {
      let key =
        [Int.random(in: 0..<3, using: &random), .random(in: 0..<3, using: &random), 0]
        + [Int.random(in: 1..<6, using: &random), .random(in: 1..<6, using: &random)]
      let m = Int.random(in: 1..<9, using: &random)
      let time = exp(Double.random(in: -8...6, using: &random))
      writer.add(.gemm, key: key, x: m, milliseconds: time)
      truth[key, default: [:]][m] = min(truth[key]?[m] ?? .infinity, time)
    }
    return (PackedTables(copying: writer.packed(checksum: 7)), truth)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func everyRowComesBack(seed: UInt64) throws {
    let (tables, truth) = randomTables(seed: seed)
    #expect(tables.curveCount(.gemm) == truth.count)
    #expect(tables.rows == 300)
    for (key, rows) in truth {
      let grid = try #require(tables.grid(.gemm, key))
      for (m, time) in rows {
        let found = grid.time(Double(m)) { _ in 1 }
        #expect(found.confidence == .measured)
        #expect(abs(found.milliseconds / time - 1) < 2e-4)
      }
    }
  }

  @Test func prefixesFindTheSameCurvesAsAScan() {
    let (tables, truth) = randomTables(seed: 9)
    for first in 0..<4 {
      for second in 0..<4 {
        let range = tables.curves(.gemm, startingWith: [first, second])
        let scanned = truth.keys.filter { $0[0] == first && $0[1] == second }
        #expect(Set(range.map { tables.key(.gemm, $0) }) == Set(scanned))
      }
    }
    #expect(tables.grid(.gemm, [9, 9, 9, 9, 9]) == nil)
  }

  @Test func storedTimesKeepFourDigits() {
    for exponent in stride(from: -13.9, through: 11.0, by: 0.37) {
      let time = exp2(exponent)
      #expect(abs(PackedTables.milliseconds(PackedTables.code(time)) / time - 1) < 1.5e-4)
    }
  }

  @Test func theProgramCarriesItsTables() throws {
    let tables = PackedTables.embedded
    #expect(tables.version.hasPrefix("kernels-1-"))
    #expect(tables.rows > 2_000_000)
    // One row of the source: b200_sxm, vLLM, nvfp4, n 10240, k 8192, m 64: 0.013227 ms.
    let grid = try #require(tables.grid(.gemm, [2, 1, 3, 10240, 8192]))
    #expect(abs(grid.time(64) { $0 }.milliseconds / 0.013227 - 1) < 2e-4)
  }
}

extension PackedTables {
  /// Tables that live until the tests end.
  init(copying data: Data) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 64)
    memory.copyBytes(from: data)
    self.init(base: UnsafeRawPointer(memory.baseAddress!), byteCount: data.count)
  }
}
