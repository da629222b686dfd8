internal import Foundation
internal import ParetoFrontier

// Prints the CPU time of the frontier and the hypervolume of 1e4, 1e5 and 1e6 points in three shapes,
// against `sort` of the same array. Run with: swift run -c release FrontierBenchmarks

/// SplitMix64: the same points on every machine.
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

/// Points of one shape: `uniform` has a tiny front, `thick` a realistic one, `shell` is all front.
func points(_ shape: String, count: Int) -> (x: [Double], y: [Double]) {
  var generator = Generator(state: 1)
  var x: [Double] = []
  var y: [Double] = []
  for _ in 0..<count {
    let first = Double.random(in: 0..<1, using: &generator)
    let noise = Double.random(in: 0..<1, using: &generator)
    switch shape {
    case "uniform":
      x.append(first)
      y.append(noise)
    default:
      let radius = shape == "shell" ? 1 : 1 - 0.3 * noise * noise
      x.append(radius * first)
      y.append(radius * (1 - first * first).squareRoot())
    }
  }
  return (x, y)
}

/// Median CPU milliseconds of seven runs: what else the machine does counts less than in wall time.
func milliseconds(_ body: () -> Void) -> Double {
  let times = (0..<7).map { _ in
    let start = clock()
    body()
    return Double(clock() - start) * 1000 / Double(CLOCKS_PER_SEC)
  }
  return times.sorted()[3]
}

func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

func tenths(_ value: Double) -> String { pad("\((value * 100).rounded() / 100)", 14) }

print("shape      points      front   frontier ms hypervolume ms       sort ms")
for shape in ["uniform", "thick", "shell"] {
  for count in [10_000, 100_000, 1_000_000] {
    let (x, y) = points(shape, count: count)
    var front = 0
    let frontier = milliseconds { front = ParetoFront.indices(x: x, y: y).count }
    var area = 0.0
    let hypervolume = milliseconds { area = Hypervolume.area(x: x, y: y) }
    precondition(area > 0)
    let sort = milliseconds { precondition(x.sorted().count == count) }
    print(
      shape + String(repeating: " ", count: 8 - shape.count), pad("\(count)", 8), pad("\(front)", 10),
      tenths(frontier), tenths(hypervolume), tenths(sort), separator: "")
  }
}
