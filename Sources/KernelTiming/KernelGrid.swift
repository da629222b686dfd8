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
///
/// A class, so that kernels which share a curve share one reference to it.
public final class KernelGrid: Sendable {
  public let ys: [Double]
  /// The measured x and their times, row after row, each in rising order of x.
  private let xs: [Double]
  private let times: [Double]
  /// Where each row begins, and behind the last one.
  private let starts: [Int]

  init(ys: [Double], xs: [Double], value: (Int) -> Double?) {
    var present: [Double] = []
    var times: [Double] = []
    var starts = [0]
    present.reserveCapacity(ys.count * xs.count)
    times.reserveCapacity(ys.count * xs.count)
    for row in ys.indices {
      for column in xs.indices {
        guard let time = value(row * xs.count + column) else { continue }
        present.append(xs[column])
        times.append(time)
      }
      starts.append(present.count)
    }
    self.ys = ys
    self.xs = present
    self.times = times
    self.starts = starts
  }

  /// The measured x of a row, rising, and their times.
  func row(_ row: Int) -> [(x: Double, milliseconds: Double)] {
    (starts[row]..<starts[row + 1]).map { (xs[$0], times[$0]) }
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
    let first = starts[row]
    let last = starts[row + 1] - 1
    if last < first { return KernelTime(shape(ys[row], x), .roofline) }
    var low = first
    var high = last + 1
    while low < high {
      let middle = (low + high) / 2
      if xs[middle] < x { low = middle + 1 } else { high = middle }
    }
    if low <= last, xs[low] == x { return KernelTime(times[low], .measured) }
    // Below the smallest measured shape a kernel takes what its launch takes.
    if low == first { return KernelTime(times[first], .extrapolated) }
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
