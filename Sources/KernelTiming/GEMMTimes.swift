internal import ServingModel

/// Times of one matrix multiplication (m x k by k x n) over m.
struct GEMMTimes: Sendable {
  private let roofline: Roofline
  private let format: NumberFormat
  private let n: Double
  private let k: Double
  private let measured: [Measured]

  private struct Measured: Sendable {
    var grid: KernelGrid
    var n: Double
    var k: Double
    var confidence: Confidence
  }

  init(_ context: KernelContext, format: NumberFormat, n: Int, k: Int) {
    roofline = context.roofline
    // Four-bit weights without a table are multiplied in 16 bits after unpacking.
    self.format = format
    self.n = Double(n)
    self.k = Double(k)
    let code = KernelCode.format(format == .mxfp4 || format == .int4 ? .bf16 : format)
    measured = context.nearestOfEachEngine(.gemm, fixed: [code], sizes: [n, k]).map { curve in
      Measured(
        grid: curve.grid, n: Double(curve.key[3]), k: Double(curve.key[4]), confidence: curve.confidence)
    }
  }

  /// Milliseconds of one multiplication of `m` rows.
  func callAsFunction(_ m: Int) -> KernelTime {
    let rows = Double(m)
    var best: KernelTime?
    for site in measured {
      let time = site.grid.time(rows) { shape($0, site.n, site.k) }
      let moved = time.milliseconds * shape(rows, n, k) / shape(rows, site.n, site.k)
      if moved < best?.milliseconds ?? .infinity {
        best = KernelTime(moved, max(time.confidence, site.confidence))
      }
    }
    return best ?? roofline.estimate(flops: flops(rows, n, k), bytes: bytes(rows, n, k), format: format)
  }

  private func flops(_ m: Double, _ n: Double, _ k: Double) -> Double { 2 * m * n * k }

  private func bytes(_ m: Double, _ n: Double, _ k: Double) -> Double {
    n * k * format.bytesPerValue + m * k * format.arithmetic.bytesPerValue + m * n * 2
  }

  private func shape(_ m: Double, _ n: Double, _ k: Double) -> Double {
    roofline.milliseconds(flops: flops(m, n, k), bytes: bytes(m, n, k), format: format)
  }
}
