public import ServingModel

/// A time in milliseconds and how far it is from a measurement.
public struct KernelTime: Sendable, Hashable {
  public var milliseconds: Double
  public var confidence: Confidence

  public init(_ milliseconds: Double, _ confidence: Confidence) {
    self.milliseconds = milliseconds
    self.confidence = confidence
  }

  static let zero = KernelTime(0, .measured)

  static func * (time: KernelTime, factor: Double) -> KernelTime {
    KernelTime(time.milliseconds * factor, time.confidence)
  }

  /// The same time, known no better than `confidence`.
  func atBest(_ confidence: Confidence) -> KernelTime {
    KernelTime(milliseconds, max(self.confidence, confidence))
  }
}

/// One measured curve: times over x, for each of a few y.
///
/// Between measured shapes the ratio to the roofline is interpolated and multiplied by the roofline of the asked
/// shape, so that a kernel keeps its measured efficiency where its work grows; beyond them the ratio of the last
/// shape is held. `shape` gives the roofline in milliseconds for (y, x).
public struct KernelGrid: Sendable {
  public let ys: [Double]
  /// For each y, the measured x in rising order and their times.
  let rows: [(xs: [Double], times: [Double])]

  init(ys: [Double], xs: [Double], value: (Int) -> Double?) {
    self.ys = ys
    rows = ys.indices.map { row in
      var present: [Double] = []
      var times: [Double] = []
      for column in xs.indices {
        guard let time = value(row * xs.count + column) else { continue }
        present.append(xs[column])
        times.append(time)
      }
      return (present, times)
    }
  }

  /// Time at x on a curve with one y.
  public func time(_ x: Double, shape: (Double) -> Double) -> KernelTime {
    along(0, x) { _, x in shape(x) }
  }

  /// Time at (y, x) of a kernel of another size than the one on this curve: the curve's own time, moved by the
  /// ratio of the two rooflines.
  func time(
    y: Double, x: Double, measured: (Double, Double) -> Double, asked: (Double, Double) -> Double
  ) -> KernelTime {
    time(y: y, x: x, shape: measured) * (asked(y, x) / measured(y, x))
  }

  /// Time at (y, x).
  public func time(y: Double, x: Double, shape: (Double, Double) -> Double) -> KernelTime {
    let above = ys.firstIndex { $0 >= y } ?? ys.count
    if above < ys.count, ys[above] == y { return along(above, x, shape) }
    if above == 0 { return scaled(along(0, x, shape), from: ys[0], to: y, x: x, shape) }
    if above == ys.count {
      return scaled(along(ys.count - 1, x, shape), from: ys[ys.count - 1], to: y, x: x, shape)
    }
    let low = along(above - 1, x, shape)
    let high = along(above, x, shape)
    let share = (y - ys[above - 1]) / (ys[above] - ys[above - 1])
    let lowRatio = low.milliseconds / shape(ys[above - 1], x)
    let highRatio = high.milliseconds / shape(ys[above], x)
    let time = (lowRatio + (highRatio - lowRatio) * share) * shape(y, x)
    return KernelTime(time, max(low.confidence, high.confidence, .interpolated))
  }

  private func scaled(
    _ time: KernelTime, from: Double, to y: Double, x: Double, _ shape: (Double, Double) -> Double
  ) -> KernelTime {
    KernelTime(time.milliseconds * shape(y, x) / shape(from, x), max(time.confidence, .extrapolated))
  }

  private func along(_ row: Int, _ x: Double, _ shape: (Double, Double) -> Double) -> KernelTime {
    let (xs, times) = rows[row]
    guard let last = xs.indices.last else { return KernelTime(shape(ys[row], x), .roofline) }
    var low = 0
    var high = xs.count
    while low < high {
      let middle = (low + high) / 2
      if xs[middle] < x { low = middle + 1 } else { high = middle }
    }
    if low <= last, xs[low] == x { return KernelTime(times[low], .measured) }
    // Below the smallest measured shape a kernel takes what its launch takes.
    if low == 0 { return KernelTime(times[0], .extrapolated) }
    let y = ys[row]
    if low > last {
      return KernelTime(times[last] / shape(y, xs[last]) * shape(y, x), .extrapolated)
    }
    let share = (x - xs[low - 1]) / (xs[low] - xs[low - 1])
    let before = times[low - 1] / shape(y, xs[low - 1])
    let after = times[low] / shape(y, xs[low])
    return KernelTime((before + (after - before) * share) * shape(y, x), .interpolated)
  }
}
