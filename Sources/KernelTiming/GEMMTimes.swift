internal import ServingModel

/// Times of one matrix multiplication (m x k by k x n) over m.
struct GEMMTimes: Sendable {
  private let roofline: Roofline
  private let format: NumberFormat
  private let n: Double
  private let k: Double
  private let measured: Measured?
  /// Dynamic quantisation of the activations, where the engine does it in a kernel of its own.
  private let scaling: KernelGrid?

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
    measured = context.nearest(.gemm, fixed: [code], sizes: [n, k]).map { curve in
      Measured(
        grid: curve.grid, n: Double(curve.key[3]), k: Double(curve.key[4]), confidence: curve.confidence)
    }
    scaling =
      format == .fp8
      ? context.nearest(.activationScaling, fixed: [], sizes: [k])?.grid : nil
  }

  /// Milliseconds of one multiplication of `m` rows.
  func callAsFunction(_ m: Int) -> KernelTime {
    let rows = Double(m)
    guard let measured else {
      return roofline.estimate(flops: flops(rows, n, k), bytes: bytes(rows, n, k), format: format)
    }
    let own = shape(rows, n, k)
    let time = measured.grid.time(rows) { shape($0, measured.n, measured.k) }
    let moved = time.milliseconds * own / shape(rows, measured.n, measured.k)
    let quantise = scaling?.time(rows) { shapeOfScaling($0) }.milliseconds ?? 0
    return KernelTime(moved + quantise, max(time.confidence, measured.confidence))
  }

  private func shapeOfScaling(_ m: Double) -> Double {
    roofline.elementwise(bytes: 3 * m * k) + Roofline.fixedMs
  }

  private func flops(_ m: Double, _ n: Double, _ k: Double) -> Double { 2 * m * n * k }

  private func bytes(_ m: Double, _ n: Double, _ k: Double) -> Double {
    n * k * format.bytesPerValue + m * k * format.arithmetic.bytesPerValue + m * n * 2
  }

  private func shape(_ m: Double, _ n: Double, _ k: Double) -> Double {
    roofline.milliseconds(flops: flops(m, n, k), bytes: bytes(m, n, k), format: format)
  }
}
